/**
 * Puts a guard before a server that has none of its own: a page in the developer's browser (foreign `Origin`) or a
 * rebound name (foreign `Host`) gets nothing. dynalite would answer any site with `Access-Control-Allow-Origin: *`.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isLoopbackHost } from './vendors/loopback-guard.ts';

export function guardLoopback(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isLoopbackHost(request.headers.host) || request.headers.origin !== undefined) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('only for programs on this machine\n');
      return;
    }
    for (const listener of listeners) listener.call(server, request, response);
  });
}
