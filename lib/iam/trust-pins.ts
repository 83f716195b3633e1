/** What a trust policy demands of a caller. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { holdsVariable, variableIn } from './condition-test.ts';
import { type Demands, demandsFor } from './demands.ts';
import { hasWildcard } from './glob.ts';
import { demandsExternalId, demandsMfa } from './holding-back.ts';
import { demandsOnCallers, type Grant, grantsIn, whosOf } from './openings-of.ts';
import type { Pin, TrustPins } from './opening.ts';
import type { PolicyDocument } from './read-policy.ts';
import type { Who } from './who.ts';

/** Who entered, as far as the trusting account's record tells. */
export interface Entering {
  readonly accountId?: string;
  /** ARN or principal id; absent where only the account is known. */
  readonly arn?: string;
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';
}

const NOTHING: TrustPins = { sessionName: 'free', sourceIdentity: 'free', mfa: false, externalId: false };

/** The weakest of the statements by which they may have come in: what is pinned by one of two is not pinned. */
export const trustPins = (policy: PolicyDocument, entering: Entering): TrustPins => {
  const ours = { ownAccountIds: new Set<string>(), actions: [entering.action] };
  const pins = grantsIn(policy, ours)
    .map((grant) => ({ grant, whos: whosOf(grant, ours) }))
    .filter(({ whos }) => whos.some((who) => mayBe(who, entering)))
    .map(({ grant, whos }) => pinsOf(grant, isOne(whos)));
  const [first, ...others] = pins;
  return first === undefined ? NOTHING : others.reduce(weaker, first);
};

/** One role, user or session by name. */
const isOne = (whos: readonly Who[]): boolean =>
  whos.length === 1 &&
  whos.every(({ kind, principal }) => ['role', 'user', 'session'].includes(kind) && !hasWildcard(principal));

const pinsOf = (grant: Grant, one: boolean): TrustPins => {
  const demands = demandsOnCallers(grant);
  const pin = (...keys: readonly string[]): Pin => pinOf(demands, { keys, one });
  return {
    sessionName: pin('sts:rolesessionname'),
    // One that was set before stays as it is, so that demanding it of the caller pins it as well.
    sourceIdentity: pin('sts:sourceidentity', 'aws:sourceidentity'),
    mfa: demandsMfa(demands),
    externalId: demandsExternalId(demands),
  };
};

const PINS: readonly Pin[] = ['free', 'limited', 'pinned'];

const weaker = (one: TrustPins, other: TrustPins): TrustPins => ({
  sessionName: weakerPin(one.sessionName, other.sessionName),
  sourceIdentity: weakerPin(one.sourceIdentity, other.sourceIdentity),
  mfa: one.mfa && other.mfa,
  externalId: one.externalId && other.externalId,
});

const weakerPin = (one: Pin, other: Pin): Pin => (PINS.indexOf(one) < PINS.indexOf(other) ? one : other);

/** All tests must be met, so that the strongest of them counts. */
const pinOf = (
  demands: Demands,
  { keys, one }: { readonly keys: readonly string[]; readonly one: boolean },
): Pin => {
  const pins = keys.flatMap((key) =>
    demandsFor(demands, key).map(({ values, comparison }): Pin => {
      if (comparison !== 'equals' && comparison !== 'like') return 'free';
      const [value = '', ...others] = values;
      if (others.length > 0) return 'limited';
      return isOwnName(value) || (one && isFixed(value, comparison)) ? 'pinned' : 'limited';
    }),
  );
  return PINS.findLast((pin) => pins.includes(pin)) ?? 'free';
};

/** The caller's own name as AWS or his provider gives it; a tag is what the administrators of his account write into it. */
const OWN_NAME = /^(aws:username|aws:userid|.+:sub)$/;

const isOwnName = (value: string): boolean => OWN_NAME.test(variableIn(value) ?? '');

/** Where many may come in, a name that all of them must take tells nobody from the others. */
const isFixed = (value: string, comparison: 'equals' | 'like'): boolean =>
  !holdsVariable(value) && (comparison === 'equals' || !hasWildcard(value));

/** Whether it may have been them; only what surely differs is ruled out. */
const mayBe = (who: Who, entering: Entering): boolean => {
  const federated = entering.action !== 'sts:AssumeRole';
  if (who.kind === 'federated') return federated && isProvider(who, entering);
  if (who.kind === 'service')
    return !federated && entering.accountId === undefined && entering.arn === undefined;
  if (who.accountId !== undefined && entering.accountId !== undefined && who.accountId !== entering.accountId)
    return false;
  if (who.kind !== 'role' && who.kind !== 'user' && who.kind !== 'session') return true;
  const [wanted, found] = [partOf(who.principal), partOf(entering.arn ?? '')];
  return wanted === undefined || found === undefined || hasWildcard(wanted) || wanted === found;
};

const isProvider = (who: Who, { action, arn }: Entering): boolean => {
  const saml = who.principal.includes(':saml-provider/');
  if (saml !== (action === 'sts:AssumeRoleWithSAML')) return false;
  return arn?.includes('-provider/') !== true || arn === who.principal;
};

/** `role admin` of a role's ARN and of its sessions' (which have lost its path); `undefined` where there is no name. */
const partOf = (principal: string): string | undefined => {
  const session = parseAssumedRoleArn(principal);
  if (session !== undefined) return `role ${session.roleName}`;
  const arn = parseArn(principal);
  const [type, ...path] = arn?.resource.split('/') ?? [];
  const name = path.at(-1);
  return arn?.service === 'iam' && (type === 'role' || type === 'user') && name
    ? `${type} ${name}`
    : undefined;
};
