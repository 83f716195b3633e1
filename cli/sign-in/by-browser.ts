/** Opens the issuer's page in a browser and waits on loopback for the way back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { SignInError } from './addresses.ts';
import { CALLBACK_PORT, type WayIn } from './tokens.ts';

/** The person has so long to find password and second factor. */
const PATIENCE_MS = 5 * 60_000;

export const byBrowser: WayIn = async (address, state, { write, open, port = CALLBACK_PORT }) => {
  const server = createServer();
  await listen(server, port);
  try {
    write(`Sign in in your browser; it opens this address:\n\n  ${address.href}\n\n`);
    open(address.href);
    return await wayBack(server, state);
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

const listen = async (server: Server, port: number): Promise<void> => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    throw new SignInError(
      `Port ${String(port)} of this machine is taken, and the issuer knows no other. Is another sign-in waiting?`,
    );
  }
};

/** Everything without the state of this sign-in is somebody else's, and changes nothing. */
const wayBack = (server: Server, state: string): Promise<URLSearchParams> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new SignInError('Nobody signed in within five minutes. Try again.')),
      PATIENCE_MS,
    );
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { pathname, searchParams } = addressOf(request);
      const isOurs =
        request.method === 'GET' && pathname === '/signed-in' && searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        connection: 'close',
      });
      response.end(isOurs ? 'Back to the terminal: this window can be closed.\n' : 'Nothing is here.\n');
      if (!isOurs) return;
      clearTimeout(timer);
      response.once('finish', () => resolve(searchParams));
    });
  });

/** Any page in the browser can ask here, for `//` as well, which is no address: that must not end the command. */
const addressOf = ({ url = '/' }: IncomingMessage): URL =>
  new URL(URL.canParse(url, 'http://localhost') ? url : '/', 'http://localhost');
