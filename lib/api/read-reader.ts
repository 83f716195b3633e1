/** Who is asking, from the claims of a token that the authorizer has verified. */
import { compact, isObject, type JsonObject, parseJson, textAt } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import type { Scope } from '../history/question.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReaderRole } from './contract.ts';
import type { ReadReader } from './reader.ts';

/** From the least to the most that somebody may do. */
const ROLES = ['viewer', 'reviewer', 'responder'] as const satisfies readonly ReaderRole[];

/** `viewer`, or `viewer@acme` for one party only. */
const GROUP = /^(viewer|reviewer|responder)(?:@(.+))?$/;

/** As OpenID Connect has it: at most 255 ASCII characters. It becomes part of what is kept, so nothing else passes. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

const MAX_NAME = 120;

interface Grant {
  readonly role: ReaderRole;
  readonly party?: string;
}

/**
 * Reads a reader. `claims` as API Gateway hands them to a function: every value a text, an array `[a b]`; real arrays are
 * understood as well. Groups that mean nothing here are passed over, so a token without any of ours is refused.
 *
 * With several groups the reader gets no more than holds everywhere they look: `viewer` beside `responder@acme` is a viewer
 * of everything, `responder@acme` beside `viewer@globex` a viewer of both.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const readReader = (claims: unknown, policy: Policy, groupsClaim: string): ReadReader => {
  if (!isObject(claims)) return { ok: false, error: 'not-signed-in' };
  const subject = textAt(claims, 'sub');
  if (subject === undefined || !SUBJECT.test(subject)) return { ok: false, error: 'not-signed-in' };
  if (isIdToken(claims)) return { ok: false, error: 'not-signed-in' };
  const grants = groupsOf(Object.hasOwn(claims, groupsClaim) ? claims[groupsClaim] : undefined).flatMap(
    grantOf,
  );
  if (grants.length === 0) return { ok: false, error: 'no-role' };
  const reach = reachOf(grants, partiesOf(policy));
  if (reach === undefined) return { ok: false, error: 'no-account' };
  const scope = reach.parties === undefined ? undefined : scopeOf(reach.parties, policy);
  return {
    ok: true,
    value: compact({ subject, name: nameOf(claims) ?? subject, role: reach.role, scope }),
  };
};

/**
 * A token that only tells a program who signed in. The authorizer lets it through where the audience is the client itself and
 * no scope is asked for, and programs put it into addresses (`id_token_hint`). We always ask for a `nonce`, which comes back in it;
 * Keycloak before 25 writes that into access tokens too, and names the type of each.
 * https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
const isIdToken = (claims: JsonObject): boolean =>
  textAt(claims, 'token_use') === 'id' ||
  textAt(claims, 'typ') === 'ID' ||
  Object.hasOwn(claims, 'at_hash') ||
  (Object.hasOwn(claims, 'nonce') && textAt(claims, 'typ') !== 'Bearer');

/** The groups of a claim: an array, `[a b]`, a JSON array, or names between commas or spaces. */
const groupsOf = (claim: unknown): readonly string[] => {
  if (Array.isArray(claim)) return claim.filter((each) => typeof each === 'string');
  if (typeof claim !== 'string') return [];
  const parsed = claim.startsWith('[') ? parseJson(claim) : undefined;
  if (Array.isArray(parsed)) return groupsOf(parsed);
  const inner = claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1) : claim;
  return inner.split(/[\s,]+/);
};

const grantOf = (group: string): readonly Grant[] => {
  const [, name, party] = GROUP.exec(group) ?? [];
  const role = ROLES.find((each) => each === name);
  return role === undefined ? [] : [compact({ role, party })];
};

const partiesOf = ({ owners, clients }: Policy): ReadonlySet<string> =>
  new Set([...owners, ...clients].map(({ id }) => id));

interface Reach {
  readonly role: ReaderRole;
  /** Absent: every account. */
  readonly parties?: readonly string[];
}

const reachOf = (grants: readonly Grant[], known: ReadonlySet<string>): Reach | undefined => {
  const everywhere = grants.filter(({ party }) => party === undefined);
  if (everywhere.length > 0) return { role: highest(everywhere) };
  const parties = [...new Set(grants.flatMap(({ party }) => party ?? []))].filter((id) => known.has(id));
  if (parties.length === 0) return undefined;
  const roles = parties.map((id) => highest(grants.filter(({ party }) => party === id)));
  return { role: ROLES.find((each) => roles.includes(each)) ?? 'viewer', parties: parties.sort() };
};

const highest = (grants: readonly Grant[]): ReaderRole =>
  ROLES.findLast((each) => grants.some(({ role }) => role === each)) ?? 'viewer';

/** Their accounts; what else concerns them is found by the parties that its route names. */
const scopeOf = (parties: readonly string[], policy: Policy): Scope => ({
  accounts: policy.accounts
    .filter(
      ({ owner, client }) => parties.includes(owner) || (client !== undefined && parties.includes(client)),
    )
    .map(({ id }) => id),
  parties,
});

/**
 * What the issuer answers for: an address that it says it verified, else its name for the user. `name` is of one's own
 * making at most issuers, and an address that nobody verified could be anybody's, also where it is the user name.
 * https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
const nameOf = (claims: JsonObject): string | undefined => {
  const verified = String(claims['email_verified']);
  const unproven = verified === 'false' ? textAt(claims, 'email')?.toLowerCase() : undefined;
  return [...(verified === 'true' ? ['email'] : []), 'preferred_username', 'username', 'cognito:username']
    .map((claim) => textAt(claims, claim) ?? '')
    .filter((name) => name.toLowerCase() !== unproven)
    .map((name) => oneLine(name, MAX_NAME))
    .find((name) => name !== '');
};
