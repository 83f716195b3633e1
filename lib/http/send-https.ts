/**
 * The only way out to vendors that are not AWS. https only, no redirects, bounded in time and size, and never to an
 * address inside: a webhook URL must not reach Lambda's runtime API, instance metadata or a private network. The
 * address is checked where the connection is made, so that a name that resolves differently the second time gains nothing.
 */
import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { HttpAnswer, HttpFailed, HttpRequest, SendHttp } from '../kernel/http.ts';
import { isPublicAddress } from './public-address.ts';

const TOTAL_MS = 5_000;
const BODY_BYTES = 1024 * 1024;

/** Thrown inside the connection attempt when a name resolves to an address that is not public. */
const REFUSED = 'ADDRESS_REFUSED';

/** Answers public addresses only. */
export const lookUpPublic: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, '', 4);
    const inside = addresses.some(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (inside || first === undefined) {
      return answer(Object.assign(new Error('not a public address'), { code: REFUSED }), '', 4);
    }
    return options.all === true ? answer(null, addresses) : answer(null, first.address, first.family);
  });
};

/**
 * Makes the function that sends. `endpointUrl` is the laptop's stand-in for every vendor: the original host becomes
 * the first part of the path, and only then plain http to loopback is spoken.
 */
export const sendHttps =
  (endpointUrl?: string): SendHttp =>
  async (request) => {
    const target = targetOf(request.url, endpointUrl);
    if (target === undefined) return { kind: 'failed', code: 'address-refused', sent: 'no' };
    return exchange(target, request);
  };

/** Where a request for an address goes; `undefined` for one that must not be called. */
export const targetOf = (text: string, endpointUrl: string | undefined): URL | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined;
  if (endpointUrl === undefined) return url;
  return new URL(`${endpointUrl.replace(/\/$/, '')}/${url.host}${url.pathname}${url.search}`);
};

/**
 * A fresh connection each time: one that was kept may have been closed by the vendor while the function was frozen, and
 * then nobody can tell whether the request was read.
 */
const exchange = (target: URL, request: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve) => {
    let sent: 'no' | 'maybe' = 'no';
    const open = target.protocol === 'https:' ? requestTls : requestPlain;
    const outgoing = open(target, {
      method: request.method,
      headers: { ...request.headers, 'content-length': String(Buffer.byteLength(request.body ?? '')) },
      agent: false,
      ...(target.protocol === 'https:' ? { lookup: lookUpPublic } : {}),
    });
    const timer = setTimeout(
      () => outgoing.destroy(Object.assign(new Error('time is over'), { code: 'TIMEOUT' })),
      request.timeoutMs ?? TOTAL_MS,
    );
    const finish = (answer: HttpAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    outgoing.on('socket', (socket) => {
      socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        sent = 'maybe';
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => finish(failedAs(error, sent)));
    outgoing.on('response', (response) =>
      readBody(response, finish, (error) => finish(failedAs(error, 'maybe'))),
    );
    outgoing.end(request.body);
  });

const readBody = (
  response: IncomingMessage,
  finish: (answer: HttpAnswer) => void,
  broken: (error: NodeJS.ErrnoException) => void,
): void => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES) chunks.push(chunk);
    else response.destroy(new Error('the answer is too long'));
  });
  response.on('error', broken);
  response.on('end', () =>
    finish({
      kind: 'answered',
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value ?? '')]),
      ),
      body: Buffer.concat(chunks).toString('utf8'),
    }),
  );
};

const CERTIFICATE = /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET))/;

/** Why there was no answer. */
export const failedAs = (error: NodeJS.ErrnoException, sent: 'no' | 'maybe'): HttpFailed => {
  const code = error.code ?? '';
  if (code === REFUSED) return { kind: 'failed', code: 'address-refused', sent: 'no' };
  if (CERTIFICATE.test(code)) return { kind: 'failed', code: 'certificate-refused', sent: 'no' };
  return { kind: 'failed', code: code === 'TIMEOUT' ? 'timeout' : 'connection-failed', sent };
};
