/**
 * Keeps a web page in the developer's browser from talking to these servers: a rebound name arrives with a foreign
 * Host, a page of another site with a foreign Origin.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** True for 127.0.0.1, localhost or [::1], with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** True when the request came from no page, or from a page of this very server. */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  return origin === undefined || (host !== undefined && origin === `http://${host}`);
}
