/** DynamoDB on the laptop: dynalite on LevelDB, so history survives a `kill -9` of everything. */
import type { IncomingMessage, Server } from 'node:http';
import dynalite from 'dynalite';
import { guardLoopback } from './loopback-only.ts';
import { closeServer, listen } from './vendors/listen.ts';

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

export async function startDatabase(directory: string): Promise<Endpoint> {
  const server = dynalite({ path: directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  surviveBrokenRequests(server);
  guardLoopback(server);
  const port = await listen(server, 0);
  return { url: `http://127.0.0.1:${String(port)}`, close: () => closeServer(server) };
}

/** dynalite throws when a client dies in the middle of a request, and a killed function is such a client. */
function surviveBrokenRequests(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const on = request.on.bind(request);
    Object.assign(request, {
      on: (name: string, listener: (value: unknown) => void) =>
        on(name, name === 'error' ? () => request.destroy() : listener),
    });
  });
}
