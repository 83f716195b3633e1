import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { reachHttps } from '../../lib/http/reach-https.ts';

let server: Server | undefined;
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

describe('Reaching a host', () => {
  it('connects to the laptop’s stand-in and says nothing', async () => {
    let heard = '';
    server = createServer((socket) => {
      socket.on('data', (chunk) => (heard += String(chunk)));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reach = reachHttps(`http://127.0.0.1:${port}`);
    expect(await reach('https://hooks.example.com/in/secret')).toEqual({ kind: 'reached' });
    expect(heard).toBe('');
  });

  it('says that nobody is there', async () => {
    expect(await reachHttps('http://127.0.0.1:9')('https://hooks.example.com/in')).toEqual({
      kind: 'failed',
      code: 'connection-failed',
      sent: 'no',
    });
  });

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://user:secret@example.com/',
    'nonsense',
  ])('does not even try %s', async (url) => {
    expect(await reachHttps()(url)).toEqual({ kind: 'failed', code: 'address-refused', sent: 'no' });
  });

  it('refuses a name that leads inside', async () => {
    expect(await reachHttps()('https://localhost/')).toEqual({
      kind: 'failed',
      code: 'address-refused',
      sent: 'no',
    });
  });
});
