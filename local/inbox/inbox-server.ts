/** The inbox: the page, the messages as data, and the door through which vendors are told to fail. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { decodeFailureOrder } from '../vendors/failure.ts';
import type { FailurePlans } from '../vendors/failure-plans.ts';
import { isObject, parseJson, textAt } from '../vendors/json.ts';
import { messageKinds, vendorNames, type KeptMessage } from '../vendors/kept-message.ts';
import { isLoopbackHost, isSameOrigin } from '../vendors/loopback-guard.ts';
import type { MailRoom } from '../vendors/mail.ts';
import { sendAnswer } from '../vendors/misbehave.ts';
import { readBody } from '../vendors/read-body.ts';
import { jsonReply, textReply, type VendorReply } from '../vendors/vendor.ts';
import { messagesText } from './messages-text.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { renderPage } from './render-page.ts';

export interface InboxParts {
  readonly messages: () => readonly KeptMessage[];
  readonly failures: FailurePlans;
  readonly mail: MailRoom;
}

const guardHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A server that is not listening yet. */
export function inboxServer(parts: InboxParts): Server {
  return createServer((request, response) => {
    answerTo(parts, request)
      .then((reply) => {
        sendAnswer(response, { ...reply, headers: { ...reply.headers, ...guardHeaders } });
      })
      .catch(() => response.destroy());
  });
}

async function answerTo(parts: InboxParts, request: IncomingMessage): Promise<VendorReply> {
  if (!isLoopbackHost(request.headers.host)) return textReply(421, 'this page answers on this machine only');
  const method = request.method ?? 'GET';
  const url = parseUrl(request.url);
  if (method === 'GET') return read(parts, url);
  if (!isSameOrigin(request.headers)) return textReply(403, 'only this page may give orders');
  const body = await readBody(request, 64 * 1024);
  if (typeof body === 'string') return textReply(413, 'too much', { connection: 'close' });
  return control(parts, method, url, body.text);
}

function read(parts: InboxParts, url: URL): VendorReply {
  switch (url.pathname) {
    case '/': {
      const kind = messageKinds.find((name) => name === url.searchParams.get('kind'));
      const page = renderPage({
        messages: parts.messages(),
        orders: parts.failures.list(),
        suspended: parts.mail.suspended(),
        kind,
      });
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
    }
    case '/inbox.js':
      return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' }, body: pageScript };
    case '/inbox.css':
      return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: pageStyle };
    case '/messages':
      return jsonReply(200, after(parts.messages(), url));
    case '/messages.txt':
      return textReply(200, messagesText(after(parts.messages(), url)));
    case '/control/failures':
      return jsonReply(200, parts.failures.list());
    default:
      return textReply(404, 'nothing here');
  }
}

function after(messages: readonly KeptMessage[], url: URL): readonly KeptMessage[] {
  const seq = Number(url.searchParams.get('after') ?? '0');
  return Number.isFinite(seq) ? messages.filter((message) => message.seq > seq) : messages;
}

function control(parts: InboxParts, method: string, url: URL, body: string): VendorReply {
  const value = parseJson(body);
  if (url.pathname === '/control/failures' && method === 'POST') {
    const order = decodeFailureOrder(value);
    if (!order.ok) return jsonReply(400, { problem: order.problem });
    parts.failures.order(order.value);
    return jsonReply(201, parts.failures.list());
  }
  if (url.pathname === '/control/failures' && method === 'DELETE') {
    const wished = url.searchParams.get('vendor');
    const vendor = vendorNames.find((name) => name === wished);
    if (wished !== null && !vendor) return jsonReply(400, { problem: 'no such vendor' });
    parts.failures.clear(vendor);
    return jsonReply(200, parts.failures.list());
  }
  if (url.pathname === '/control/confirm-mail' && method === 'POST') {
    const to = isObject(value) ? textAt(value, 'to') : undefined;
    if (to === undefined) return jsonReply(400, { problem: 'to must be an address' });
    parts.mail.confirm(to);
    return jsonReply(200, { suspended: parts.mail.suspended() });
  }
  return textReply(404, 'nothing here');
}

function parseUrl(target: string | undefined): URL {
  try {
    return new URL(target ?? '/', 'http://127.0.0.1');
  } catch {
    return new URL('http://127.0.0.1/not-an-address');
  }
}
