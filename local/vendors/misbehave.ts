/** The misdeeds that happen on the wire: resets, silence, one byte a second. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { resetMoments } from './failure.ts';
import type { VendorReply } from './vendor.ts';

/** Cuts the connection with a reset at a moment of the request's body. */
export function resetConnection(request: IncomingMessage, when: (typeof resetMoments)[number]): void {
  const cut = (): void => {
    request.socket.resetAndDestroy();
  };
  if (when === 'before') {
    cut();
    return;
  }
  request.once(when === 'during' ? 'data' : 'end', cut);
  // A request without a body has no "during": it is cut at its end.
  request.once('end', cut);
  request.resume();
}

/** Answers a status line at once and then one byte a second until the other side gives up. */
export function dripAnswer(response: ServerResponse, reply: VendorReply): void {
  const body = Buffer.from(reply.body === '' ? 'ok' : reply.body);
  response.writeHead(reply.status === 204 ? 200 : reply.status, {
    ...reply.headers,
    'content-length': String(body.length),
  });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 1000);
  timer.unref();
  response.on('close', () => {
    clearInterval(timer);
  });
}

/** Writes a whole answer. */
export function sendAnswer(response: ServerResponse, reply: VendorReply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.status === 204 ? {} : { 'content-length': String(body.length) }),
  });
  response.end(reply.status === 204 ? undefined : body);
}
