/**
 * What API Gateway's JWT authorizer checks before a function hears of a request, and what it then hands over.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../lib/kernel/clock.ts';
import type { JsonObject } from '../lib/kernel/json.ts';
import type { DeclaredRoute } from './topology.ts';

export type Authorization =
  /** Nothing is asked of the route's callers. */
  | { readonly kind: 'open' }
  /** `authorizer`: what stands in `requestContext.authorizer`. */
  | { readonly kind: 'known'; readonly authorizer: JsonObject }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly challenge: string };

export interface AuthorizerNeeds {
  /** The keys that an issuer publishes; `undefined` for one that cannot be asked. */
  readonly keysOf: (issuer: string) => Promise<JSONWebKeySet | undefined>;
  readonly clock: Pick<Clock, 'now'>;
}

/** API Gateway takes RSA only: neither `none` nor a public key that is used as a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

const UNAUTHORIZED = { kind: 'refused', status: 401 } as const;

/** `header`: the Authorization header; a token by itself or after `Bearer`. */
export async function authorizeToken(
  route: DeclaredRoute,
  header: string | undefined,
  needs: AuthorizerNeeds,
): Promise<Authorization> {
  if (route.authorization === 'NONE') return { kind: 'open' };
  const { authorizer, scopes } = route;
  // What is not understood is not let through.
  if (route.authorization !== 'JWT' || authorizer === undefined)
    return { ...UNAUTHORIZED, challenge: 'Bearer' };
  const token = (header ?? '').replace(/^bearer\s+/i, '');
  if (token === '') return { ...UNAUTHORIZED, challenge: 'Bearer' };
  const claims = await verified(token, authorizer.issuer, needs);
  if (claims === undefined || !isMeantForUs(claims, authorizer.audience)) {
    return { ...UNAUTHORIZED, challenge: 'Bearer error="invalid_token"' };
  }
  const held = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) {
    const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
    return { kind: 'refused', status: 403, challenge };
  }
  return {
    kind: 'known',
    authorizer: { jwt: { claims: claimsAsTexts(claims), scopes: scopes.length === 0 ? null : [...scopes] } },
  };
}

/** Signature by a key whose `kid` the token names, `iss`, `exp`, `nbf` and `iat`. */
async function verified(
  token: string,
  issuer: string,
  { keysOf, clock }: AuthorizerNeeds,
): Promise<JWTPayload | undefined> {
  const keys = await keysOf(issuer);
  if (keys === undefined) return undefined;
  const now = clock.now();
  try {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      algorithms: ALGORITHMS,
      currentDate: now,
      requiredClaims: ['exp'],
    });
    const issuedInTheFuture = payload.iat !== undefined && payload.iat * 1000 > now.getTime() + 999;
    return protectedHeader.kid === undefined || issuedInTheFuture ? undefined : payload;
  } catch {
    return undefined;
  }
}

/** `client_id` counts only where there is no `aud`. */
function isMeantForUs(claims: JWTPayload, audience: readonly string[]): boolean {
  const { aud } = claims;
  const named = aud === undefined ? [claims['client_id']] : [aud].flat();
  return named.some((each) => typeof each === 'string' && audience.includes(each));
}

function scopesOf(claims: JWTPayload): readonly string[] {
  const scope = claims['scope'] ?? claims['scp'];
  if (Array.isArray(scope)) return scope.map(String);
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** Every value becomes a text; an array reads `[a b]`, so that a name with a space is two. */
function claimsAsTexts(claims: JWTPayload): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `map[${Object.entries(value)
    .map(([key, inner]) => `${key}:${asText(inner)}`)
    .join(' ')}]`;
}
