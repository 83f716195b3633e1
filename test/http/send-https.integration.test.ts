import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPublicAddress } from '../../lib/http/public-address.ts';
import { sendHttps } from '../../lib/http/send-https.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

const serve = async (listener: RequestListener): Promise<string> => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const URL_OF_HOOK = 'https://hooks.slack.com/services/T0/B0/secret?x=1';
const post = { method: 'POST', url: URL_OF_HOOK, body: '{"text":"é"}' } as const;

describe('Sending over HTTP', () => {
  it('sends to the stand-in with the vendor’s host as first part of the path', async () => {
    const seen: unknown[] = [];
    const endpoint = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['content-length'], body]);
        response.writeHead(429, { 'Retry-After': '2' }).end('slow down');
      });
    });
    const answer = await sendHttps(endpoint)(post);
    expect(seen).toEqual([['POST', '/hooks.slack.com/services/T0/B0/secret?x=1', '13', '{"text":"é"}']]);
    expect(answer).toMatchObject({ kind: 'answered', status: 429, body: 'slow down' });
    expect(answer.kind === 'answered' && answer.headers['retry-after']).toBe('2');
  });

  it('follows no redirect', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    expect(await sendHttps(endpoint)(post)).toMatchObject({ status: 302 });
  });

  it('gives up on a vendor that says nothing, and says that the request may have arrived', async () => {
    const endpoint = await serve(() => undefined);
    expect(await sendHttps(endpoint)({ ...post, timeoutMs: 1_500 })).toEqual({
      kind: 'failed',
      code: 'timeout',
      sent: 'maybe',
    });
  });

  it('gives up on an answer that drips', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 30);
      response.on('close', () => clearInterval(timer));
    });
    expect(await sendHttps(endpoint)({ ...post, timeoutMs: 1_500 })).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
    });
  });

  it('says that a cut connection may have delivered', async () => {
    const endpoint = await serve((request) => {
      request.on('data', () => request.socket.destroy());
    });
    expect(await sendHttps(endpoint)(post)).toEqual({
      kind: 'failed',
      code: 'connection-failed',
      sent: 'maybe',
    });
  });

  it('says that a refused connection delivered nothing', async () => {
    const endpoint = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    expect(await sendHttps(endpoint)(post)).toEqual({
      kind: 'failed',
      code: 'connection-failed',
      sent: 'no',
    });
  });

  it('is not troubled by a vendor that closes idle connections, because it keeps none', async () => {
    let connections = 0;
    const endpoint = await serve((_request, response) => {
      response.end('ok');
    });
    server?.on('connection', () => (connections += 1));
    const send = sendHttps(endpoint);
    await send(post);
    server?.closeIdleConnections();
    expect(await send(post)).toMatchObject({ kind: 'answered', body: 'ok' });
    expect(connections).toBe(2);
  });

  it('reads no endless answer', async () => {
    const endpoint = await serve((_request, response) => {
      response.end('x'.repeat(3 * 1024 * 1024));
    });
    expect(await sendHttps(endpoint)(post)).toMatchObject({ kind: 'failed', sent: 'maybe' });
  });

  it.each([
    'http://hooks.slack.com/services/x',
    'https://user:pass@hooks.slack.com/x',
    'https://127.0.0.1:9001/2018-06-01/runtime',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://2130706433/x',
    'file:///etc/passwd',
    'no url',
  ])('refuses %s', async (url) => {
    expect(await sendHttps()({ method: 'GET', url })).toEqual({
      kind: 'failed',
      code: 'address-refused',
      sent: 'no',
    });
  });

  it('refuses a name that resolves to this machine, where the connection is made', async () => {
    expect(await sendHttps()({ method: 'GET', url: 'https://localhost/x' })).toEqual({
      kind: 'failed',
      code: 'address-refused',
      sent: 'no',
    });
  });
});

describe('Public addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.1.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '224.0.0.1',
  ])('%s is not one', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '52.94.76.1', '2600:1f18::1', '::ffff:8.8.8.8'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
