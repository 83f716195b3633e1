/** Everybody else: a receiver at any address, that checks the signature when it was given the secret. */
import type { IncomingHttpHeaders } from 'node:http';
import { destinationHint, type DestinationNames } from './destination-hint.ts';
import { isObject, parseJson, textAt } from './json.ts';
import { masked, maskSecrets } from './mask-secrets.ts';
import { signatureProblem } from './standard-webhooks.ts';
import { textReply, type Vendor, type VendorReply, type VendorRequest } from './vendor.ts';

export interface WebhookReceiverOptions {
  readonly now: () => Date;
  readonly names: DestinationNames;
  /** Keyed by host and path, e.g. `ops.example.com/hooks/rolecall`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Any host that is not a vendor of its own. */
export function webhookReceiver(options: WebhookReceiverOptions): Vendor {
  const destinationOf = (host: string, path: string): string => destinationHint(host, path, options.names);
  return {
    name: 'webhook-receiver',
    destinationOf,
    remember: () => undefined,
    answer: (request) => {
      if (request.method !== 'POST' && request.method !== 'PUT') return textReply(405, 'method not allowed');
      const hint = destinationOf(request.host, request.path);
      const address = `${request.host}${request.path}`;
      const secret = Object.hasOwn(options.secrets, address) ? options.secrets[address] : undefined;
      if (secret === undefined) return kept(request, hint, { status: 204, body: '' }, 'no secret registered');
      const problem = signatureProblem(secret, request.headers, request.body, options.now());
      return problem === undefined
        ? kept(request, hint, { status: 204, body: '' }, 'good')
        : kept(request, hint, textReply(401, problem), problem);
    },
  };
}

function kept(request: VendorRequest, hint: string, reply: VendorReply, signature: string): VendorReply {
  const value = parseJson(request.body);
  return {
    ...reply,
    accepted: reply.status < 300,
    word: reply.status < 300 ? String(reply.status) : `${String(reply.status)} ${signature}`,
    arrival: {
      destinationHint: hint,
      action: 'new',
      thing: null,
      summary: summaryOf(value, request.body),
      body: {
        method: request.method,
        host: request.host,
        signature,
        headers: keptHeaders(request.headers),
        ...(value === undefined ? { text: request.body } : { json: maskSecrets(value) }),
      },
      live: [],
    },
  };
}

const openHeaders = [
  'content-type',
  'content-length',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'accept',
];
const dullHeaders = [
  'host',
  'connection',
  'accept-encoding',
  'accept-language',
  'sec-fetch-mode',
  'transfer-encoding',
];

/** Headers nobody knows the meaning of may be passwords: their names are kept, not their values. */
function keptHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !dullHeaders.includes(name))
      .map(([name, value]) => [name, openHeaders.includes(name) ? String(value) : masked]),
  );
}

function summaryOf(value: unknown, text: string): string {
  const words = isObject(value)
    ? (textAt(value, 'summary') ?? textAt(value, 'title') ?? textAt(value, 'type'))
    : undefined;
  return (words ?? text).replace(/\s+/g, ' ').slice(0, 160);
}
