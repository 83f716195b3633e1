/**
 * Who it was, once more has become known than the record tells: the role's trust policy, the chain of sessions. Made from
 * the facts alone, so that it comes out the same whichever of them, or of the access's other records, came first.
 */
import type { Caller, Evidence } from './caller.ts';
import { DELEGATE } from './delegation.ts';
import type { Hop, RoleAccess } from './role-access.ts';
import { isPinned, weighTrust } from './weigh-trust.ts';

/** The source of the name at the beginning of the chain. */
export const CHAIN = 'chain of sessions';

/** The access, its caller and its second factor judged by everything in it. Judging twice changes nothing. */
export const judgeAgain = (access: RoleAccess): RoleAccess => {
  const { trust, chain } = access;
  if (trust === undefined && chain === undefined) return access;
  const evidence = withChain(
    trust === undefined ? access.caller.evidence : weighTrust(access.caller.evidence, trust),
    chain,
  );
  const byPolicy = trust?.mfa === true && access.mfa === 'not-recorded' && access.outcome === 'success';
  return { ...access, caller: judgedBy(access.caller, evidence), mfa: byPolicy ? 'yes' : access.mfa };
};

/** A name that AWS or an identity provider gave is not weighed against others. What we found out stands before claims. */
const judgedBy = (caller: Caller, evidence: readonly Evidence[]): Caller => {
  const found = evidence
    .filter((piece) => isFoundOut(piece))
    .sort((one, other) => rankOf(one) - rankOf(other));
  const given = evidence.filter((piece) => isGiven(caller, piece));
  const rest = evidence.filter((piece) => !isFoundOut(piece) && !isGiven(caller, piece));
  const [best] = found;
  return {
    ...caller,
    ...(given.length === 0 && best !== undefined && { label: best.value, certainty: best.certainty }),
    evidence: [...given, ...found, ...rest],
  };
};

/** Where the name of a principal id stands, which another account's record tells alone. */
export const PRINCIPAL = 'userIdentity.principalId';

/** The name of a role: a team. Who of them it was is still the session's own word. */
export const isAliasOfRole = ({ principalId = '' }: Pick<Caller, 'principalId'>, piece: Evidence): boolean =>
  piece.source === PRINCIPAL && piece.certainty === 'resolved' && principalId.startsWith('AROA');

/** Whether a piece names the caller for certain. An account that a call was delegated to is asserted, but names nobody. */
export const isGiven = (caller: Pick<Caller, 'principalId'>, piece: Evidence): boolean =>
  (piece.certainty === 'asserted' || piece.certainty === 'resolved') &&
  piece.source !== DELEGATE &&
  !isAliasOfRole(caller, piece) &&
  !isFoundOut(piece);

const isFoundOut = (piece: Evidence): boolean => piece.source === CHAIN || isPinned(piece);

/** A pinned source identity goes through all sessions unchanged; a pinned session name may be that of a further role. */
const rankOf = (piece: Evidence): number =>
  isPinned(piece, 'sourceIdentity') ? 0 : piece.source === CHAIN ? 1 : 2;

const withChain = (evidence: readonly Evidence[], chain: readonly Hop[] | undefined): readonly Evidence[] => {
  const first = firstNamed(chain);
  if (first === undefined) return evidence;
  const piece: Evidence = {
    source: CHAIN,
    value: first.who,
    certainty: 'resolved',
    note: `first of the sessions that led to this entry, ${first.how}`,
  };
  return [...evidence.filter(({ source }) => source !== CHAIN), piece];
};

/** Whoever began the chain, when that is somebody else than the caller and AWS or an identity provider names them. */
const firstNamed = (chain: readonly Hop[] = []): Hop | undefined => {
  const [first] = chain;
  return first !== undefined && chain.length > 1 && ['asserted', 'resolved'].includes(first.certainty)
    ? first
    : undefined;
};
