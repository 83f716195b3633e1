/** A Node server in front of an app, as the laptop has one. */
import { once } from 'node:events';
import { createServer } from 'node:http';
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

export const serveApp = async (app: AnswersRequests): Promise<ServedApp> => {
  const server = createServer(async (request, response) => {
    if (served.fails && request.url?.startsWith('/api/') === true) return request.socket.destroy();
    const answer = await app.fetch(
      new Request(`${served.url}${request.url ?? '/'}`, {
        method: request.method ?? 'GET',
        headers: headersOf(request.headers),
      }),
    );
    response.writeHead(answer.status, headersOf(Object.fromEntries(answer.headers)));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
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
