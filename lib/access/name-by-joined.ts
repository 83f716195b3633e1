/**
 * Who it was by all records of one entry: our own, the console's other half, the copy of the caller's account. Made from
 * the evidence alone, so that it comes out the same whichever record came first, also when two are joined at one moment.
 */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { type Caller, CERTAINTIES, type Certainty, type Evidence, SWITCH_FROM } from './caller.ts';
import { onBehalf } from './delegation.ts';
import { isAliasOfRole, isGiven, PRINCIPAL } from './judge-again.ts';
import { sessionOf } from './session-name.ts';

/** Where the evidence of a copy stands. */
export const CALLER_COPY = 'sharedEventID';

/** What other records tell, the nearer to ourselves first: the half is in our own trail, the copy came from elsewhere. */
const JOINED: readonly string[] = [SWITCH_FROM, CALLER_COPY];

const isJoined = ({ source }: Evidence): boolean => JOINED.includes(source);

/** What says who it was, and what it calls them. */
type Naming = Pick<Caller, 'label' | 'evidence'>;

/** The caller with one more piece, which takes the place of an earlier one of its source. */
export const nameByPiece = (caller: Caller, piece: Evidence, label = nameInArn(piece.value)): Caller => {
  const others = caller.evidence.filter(({ source }) => source !== piece.source);
  return nameBy(caller, [...others, piece], [{ label, evidence: [piece] }, caller]);
};

/**
 * The caller that a joined record told, with what the row got to know after that was made. Once the row tells of another
 * principal, nothing that was told of the earlier one holds.
 */
export const mergeCallers = (known: Caller, told: Caller): Caller => {
  if (isAnotherPrincipal(known, told)) return known;
  const missing = known.evidence.filter(
    (piece) => isJoined(piece) && !told.evidence.some(({ source }) => source === piece.source),
  );
  if (missing.length === 0) return told;
  const { arn = told.arn } = known;
  const both = arn === undefined ? told : { ...told, arn };
  return nameBy(both, [...told.evidence, ...missing], [told, known]);
};

const isAnotherPrincipal = (one: Caller, other: Caller): boolean =>
  one.principalId !== undefined && other.principalId !== undefined && one.principalId !== other.principalId;

const nameBy = (caller: Caller, pieces: readonly Evidence[], namings: readonly Naming[]): Caller => {
  const joined = pieces.filter(isJoined).sort((one, other) => weightOf(one) - weightOf(other));
  const own = pieces.filter((piece) => !isJoined(piece));
  const better = (piece: Evidence) => own.find((one) => outweighs(caller, one, piece));
  const first = joined.filter((piece) => better(piece) === undefined);
  const last = joined.filter((piece) => better(piece) !== undefined);
  const [best] = [...first, ...last.flatMap((piece) => better(piece) ?? [])];
  const evidence = [...first, ...own, ...last];
  const [before] = caller.evidence;
  // A name that our own record gave stands where nothing outweighs it.
  if (best === undefined || (first.length === 0 && (before === undefined || !isJoined(before)))) {
    return { ...caller, evidence };
  }
  const certainty: Certainty = isAliasOfRole(caller, best) ? 'claimed' : best.certainty;
  return { ...caller, label: labelOf(caller, best, namings), certainty, evidence };
};

const weightOf = ({ certainty, source }: Evidence): number =>
  CERTAINTIES.indexOf(certainty) * JOINED.length + JOINED.indexOf(source);

/** AWS's own word before everything; a name that was looked up before one that somebody chose. */
const outweighs = (caller: Caller, own: Evidence, joined: Evidence): boolean => {
  if (joined.certainty === 'unknown' && own.certainty === 'claimed') return true;
  if (isAliasOfRole(caller, own)) return joined.certainty !== 'resolved';
  return isGiven(caller, own) && (own.certainty === 'asserted' || joined.certainty !== 'resolved');
};

const labelOf = (caller: Caller, piece: Evidence, namings: readonly Naming[]): string => {
  const named = namings.find(({ evidence: [best] }) => isSame(best, piece));
  if (named !== undefined && piece.source !== SWITCH_FROM) return named.label;
  if (piece.source === PRINCIPAL) return aliasLabel(caller, piece.value);
  return `${nameInArn(piece.value)}${onBehalf(caller.evidence)}`;
};

const isSame = (one: Evidence | undefined, other: Evidence): boolean =>
  one?.source === other.source && one.value === other.value;

/** Of a session its own name, of a user the last part of its path. */
const nameInArn = (arn: string): string =>
  parseAssumedRoleArn(arn)?.sessionName ?? parseArn(arn)?.resource.split('/').at(-1) ?? arn;

/** An id of a user is one person. That of a role is a team: who of them it was remains the session's own word. */
export const aliasLabel = ({ principalId = '' }: Caller, name: string): string => {
  const session = sessionOf(principalId);
  return session === undefined ? name : `${name} (session ${session})`;
};
