/** A vendor for tests: keeps what it was sent and answers what the test says. */
import { createServer, Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpAnswer, HttpRequest, SendHttp } from '../../lib/kernel/http.ts';

export interface Received {
  readonly method: string;
  /** Host and path as the channel asked for them, such as `slack.com/api/chat.postMessage`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Receiver {
  readonly received: Received[];
  answer: (request: Received) => Reply;
  readonly http: SendHttp;
  stop(): Promise<void>;
}

export const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

/** Starts a server on the loopback and a way out that takes every https request to it. */
export const startReceiver = async (): Promise<Receiver> => {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: new URL(`https:/${incoming.url ?? ''}`),
        headers: textHeaders(incoming.headers),
        body: Buffer.concat(pieces).toString('utf8'),
      };
      receiver.received.push(request);
      const reply = receiver.answer(request);
      outgoing.writeHead(reply.status, { ...reply.headers });
      outgoing.end(reply.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    received: [],
    answer: () => ({ status: 200 }),
    http: (request) => send(request, port, agent),
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
};

const send = (request: HttpRequest, port: number, agent: Agent): Promise<HttpAnswer> =>
  new Promise((resolve) => {
    const url = new URL(request.url);
    if (url.protocol !== 'https:') throw new Error('channels speak https only');
    const outgoing = httpRequest(
      {
        port,
        agent,
        host: '127.0.0.1',
        method: request.method,
        path: `/${url.host}${url.pathname}${url.search}`,
        headers: { ...request.headers },
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.on('end', () =>
          resolve({
            kind: 'answered',
            status: incoming.statusCode ?? 0,
            headers: textHeaders(incoming.headers),
            body: Buffer.concat(pieces).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', () => resolve({ kind: 'failed', code: 'connection-failed', sent: 'maybe' }));
    outgoing.end(request.body);
  });

const textHeaders = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
