/** A Node server in front of an app, as the laptop has one. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AnswersRequests } from '../../lib/api/http-api.ts';

export interface ServedApp {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Set to let every API question fail with a broken connection. */
  fails: boolean;
  readonly stop: () => Promise<void>;
}

const headersOf = (headers: NodeJS.Dict<string | string[]>): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );

const bytesOf = async (request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
};

export const serveApp = async (app: AnswersRequests): Promise<ServedApp> => {
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (served.fails && request.url?.startsWith('/api/') === true) {
      request.socket.destroy();
      return;
    }
    const { status, headers, body } = await ask(request);
    response.writeHead(status, headers);
    response.end(body);
  };
  const ask = async (request: IncomingMessage) => {
    const { url, method = 'GET', headers } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const answered = await app.fetch(
      new Request(`${served.url}${url ?? '/'}`, {
        method,
        headers: headersOf(headers),
        ...(isRead ? {} : { body: await bytesOf(request) }),
      }),
    );
    return {
      status: answered.status,
      headers: Object.fromEntries(answered.headers),
      body: Buffer.from(await answered.arrayBuffer()),
    };
  };
  server.listen(0, '127.0.0.1');
  // A test that fails before it stops its server must not keep the run alive.
  server.unref();
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const served: ServedApp = {
    url: `http://127.0.0.1:${port}`,
    fails: false,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return served;
};
