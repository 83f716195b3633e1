/** Starts a server on loopback; when the wished port is taken it picks another one. */
import type { Server } from 'node:http';
import { isObject } from './json.ts';

/** The port it got. */
export async function listen(server: Server, wished: number): Promise<number> {
  try {
    return await listenOn(server, wished);
  } catch (error) {
    if (wished === 0 || !isTaken(error)) throw error;
    return listenOn(server, 0);
  }
}

function isTaken(error: unknown): boolean {
  return isObject(error) && (error['code'] === 'EADDRINUSE' || error['code'] === 'EACCES');
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

/** Stops listening and cuts what is still open (a hanging answer would keep it for ever). */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
