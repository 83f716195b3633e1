/** DynamoDB on the laptop: dynalite on LevelDB, so history survives a `kill -9` of everything. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
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
  const unanswered = followRequests(server);
  guardLoopback(server);
  const port = await listen(server, 0);
  const close = async (): Promise<void> => {
    await whenEmpty(unanswered);
    await closeServer(server);
  };
  return { url: `http://127.0.0.1:${String(port)}`, close };
}

/** Longer than the dearest query takes; a request that is never answered does not keep the laptop. */
const MOST_WAITED_MS = 3000;

/**
 * The answers dynalite still works on. It reads on when its caller is gone (a killed function is such a
 * caller), and throws when LevelDB is closed meanwhile.
 */
function followRequests(server: Server): ReadonlySet<ServerResponse> {
  const unanswered = new Set<ServerResponse>();
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    unanswered.add(response);
    const end = response.end.bind(response);
    Object.assign(response, {
      end: (...args: Parameters<typeof end>) => {
        unanswered.delete(response);
        return end(...args);
      },
    });
  });
  return unanswered;
}

async function whenEmpty(unanswered: ReadonlySet<ServerResponse>): Promise<void> {
  for (let waited = 0; unanswered.size > 0 && waited < MOST_WAITED_MS; waited += 20) await sleep(20);
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
