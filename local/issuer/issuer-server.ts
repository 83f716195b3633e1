/**
 * The laptop's issuer on loopback: it plays the one that the packaged template names, whose address every token bears.
 * A browser comes to `/authorize`, the page and the command line to `/token`; a function that asks the real address is led to
 * `/<host>/<path>`, like to all vendors.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../lib/kernel/clock.ts';
import { readBody } from '../vendors/read-body.ts';
import { isLoopbackHost } from '../vendors/loopback-guard.ts';
import type { DeclaredClient } from '../topology.ts';
import { authorize } from './authorize.ts';
import { Grants } from './grants.ts';
import type { TokenParts } from './make-tokens.ts';
import { peopleOf, personNamed } from './people.ts';
import type { SigningKey } from './signing-key.ts';
import { answerTokenRequest } from './token-endpoint.ts';

/** What the template says of signing in. */
export interface DeclaredSignIn {
  readonly issuer: string;
  /** What tokens bear as `aud`; absent for a user pool. */
  readonly audience?: string;
  readonly clients: readonly DeclaredClient[];
  readonly groupsClaim: string;
}

export interface IssuerParts {
  readonly key: SigningKey;
  readonly clock: Clock;
  /** Known once the template was read. */
  readonly declared: () => DeclaredSignIn | undefined;
  readonly policy: unknown;
  /** The group of whoever signs in without being asked, or `choose`. */
  readonly as: string;
  /** Where it listens. */
  readonly url: () => string;
}

const BODY_LIMIT = 64 * 1024;

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const NOT_FOUND: Reply = { status: 404, body: 'nothing lives here' };

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** A server that is not listening yet. */
export function issuerServer(parts: IssuerParts): Server {
  const people = peopleOf(parts.policy);
  const chosen = personNamed(people, parts.as);
  const grants = new Grants(parts.clock);
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const declared = parts.declared();
    if (!isLoopbackHost(request.headers.host) || declared === undefined) return { status: 403 };
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'POST') return answerPost(request, pathname, { declared, grants, parts });
    if (request.method !== 'GET') return { status: 405 };
    if (pathname === '/authorize') {
      const { issuer, clients } = declared;
      const authorized = authorize(searchParams, { people, chosen, grants, issuer, clients });
      if (authorized.kind === 'back') return { status: 302, headers: { location: authorized.location } };
      return authorized.kind === 'page'
        ? page(200, authorized.body)
        : { status: 400, body: authorized.words };
    }
    if (pathname === '/logout') return afterLogout(searchParams, declared);
    return publicDocument(pathname, declared, parts);
  };
  return createServer((request, response) => {
    answer(request)
      .catch((): Reply => ({ status: 500 }))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
}

const page = (status: number, body: string): Reply => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
  },
  body,
});

interface Posted {
  readonly declared: DeclaredSignIn;
  readonly grants: Grants;
  readonly parts: IssuerParts;
}

/** Only pages of a client's own address, and programs, which send no Origin. */
const answerPost = async (request: IncomingMessage, path: string, posted: Posted): Promise<Reply> => {
  const { declared, grants, parts } = posted;
  const { origin } = request.headers;
  const origins = declared.clients.flatMap(({ callbackUrls }) =>
    callbackUrls.map((url) => new URL(url).origin),
  );
  if (origin !== undefined && !origins.includes(origin)) return { status: 403 };
  const cors = origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' };
  const body = await readBody(request, BODY_LIMIT);
  if (typeof body === 'string') return { status: 413 };
  const form = new URLSearchParams(body.text);
  if (path === '/revoke') {
    grants.revoke(form.get('token') ?? '');
    return { status: 200, headers: cors };
  }
  if (path !== '/token') return NOT_FOUND;
  const answer = await answerTokenRequest(form, grants, (clientId) => tokenParts(clientId, declared, parts));
  return json(answer.status, answer.body, cors);
};

export const tokenParts = (
  clientId: string,
  { issuer, audience, groupsClaim }: DeclaredSignIn,
  { key, clock }: Pick<IssuerParts, 'key' | 'clock'>,
): TokenParts => ({
  key,
  clock,
  issuer,
  clientId,
  groupsClaim,
  ...(audience === undefined ? {} : { audience }),
});

const afterLogout = (query: URLSearchParams, { clients }: DeclaredSignIn): Reply => {
  const wanted = query.get('post_logout_redirect_uri') ?? query.get('logout_uri') ?? '';
  return clients.some(({ logoutUrls }) => logoutUrls.includes(wanted))
    ? { status: 302, headers: { location: wanted } }
    : { status: 200, body: 'You have signed out.' };
};

const publicDocument = (path: string, { issuer }: DeclaredSignIn, parts: IssuerParts): Reply => {
  const place = `/${issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')}`;
  const here = parts.url();
  if (path === `${place}/.well-known/jwks.json`) return json(200, { keys: [parts.key.publicKey] });
  if (path !== `${place}/.well-known/openid-configuration`) return NOT_FOUND;
  return json(200, {
    issuer,
    authorization_endpoint: `${here}/authorize`,
    token_endpoint: `${here}/token`,
    end_session_endpoint: `${here}/logout`,
    revocation_endpoint: `${here}/revoke`,
    jwks_uri: `${here}${place}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  });
};

function send(response: ServerResponse, { status, headers, body = '' }: Reply): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}
