/** Goes as far as a request would, and stops before it: name, address, connection, certificate. */
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { HttpReached } from '../kernel/http.ts';
import { failedAs, lookUpPublic, targetOf } from './send-https.ts';

const TOTAL_MS = 5_000;

/** `endpointUrl`: the laptop's stand-in for every vendor, as for `sendHttps`. */
export const reachHttps =
  (endpointUrl?: string) =>
  (url: string): Promise<HttpReached> => {
    const target = targetOf(url, endpointUrl);
    if (target === undefined) {
      return Promise.resolve({ kind: 'failed', code: 'address-refused', sent: 'no' });
    }
    return shakeHands(target);
  };

const shakeHands = (target: URL): Promise<HttpReached> =>
  new Promise((resolve) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const secure = target.protocol === 'https:';
    const port = Number(target.port) || (secure ? 443 : 80);
    const socket = secure
      ? connectTls({ host, port, servername: host, lookup: lookUpPublic })
      : connectPlain({ host, port });
    const finish = (answer: HttpReached): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(
      () => finish(failedAs(Object.assign(new Error('time is over'), { code: 'TIMEOUT' }), 'no')),
      TOTAL_MS,
    );
    socket.once(secure ? 'secureConnect' : 'connect', () => finish({ kind: 'reached' }));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(failedAs(error, 'no')));
  });
