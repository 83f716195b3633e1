/** What a joined record and a correction do to a row. Pure, and the same in every store. */
import { type Caller, SWITCH_FROM } from '../access/caller.ts';
import { judgeAgain } from '../access/judge-again.ts';
import type { Observation } from '../access/observations.ts';
import { mergeCallers } from '../access/name-by-joined.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { compact } from '../kernel/json.ts';
import type { AccessRow, Corrected, Correction, Gained, JoinedRecord } from './access-row.ts';
import { stillExpected } from './still-expected.ts';

/**
 * The row with what the second record told; the same row when that record was joined before. `caller`: who it was by both
 * records, as far as was known when that was made; `undefined` for what tells facts alone, from which the caller is judged
 * again.
 */
export const joinRow = (row: AccessRow, caller: Caller | undefined, joined: JoinedRecord): AccessRow => {
  if (row.joined.some(({ eventId }) => eventId === joined.eventId)) return row;
  const { access } = row;
  const improved =
    access === undefined ? row : { ...row, access: judgeAgain(gain(named(access, caller), joined.told)) };
  return stillExpected({ ...improved, joined: [...row.joined, joined] });
};

const named = (access: RoleAccess, caller: Caller | undefined): RoleAccess =>
  caller === undefined ? access : { ...access, caller: mergeCallers(access.caller, caller) };

const gain = (access: RoleAccess, told: Gained = {}): RoleAccess => {
  const { alsoObserved, ...fields } = told;
  const gained = { ...access, ...fields };
  return alsoObserved === undefined
    ? gained
    : { ...gained, observations: withObserved(gained.observations, alsoObserved) };
};

const withObserved = (
  observations: readonly Observation[],
  also: readonly Observation[],
): readonly Observation[] => [
  ...observations.filter((earlier) => !also.some(({ code }) => code === earlier.code)),
  ...also,
];

/** The row with what AWS says now; the same row when it was corrected so before, or holds something else. */
export const correctRow = (row: AccessRow, said: Corrected, correction: Correction): AccessRow => {
  const fields = correctedFields(row, said);
  if (fields === undefined || isCorrectedBy(row, correction)) return row;
  const corrected = { ...row, ...fields, corrections: [...(row.corrections ?? []), correction] };
  return stillExpected(isTold(corrected) && !isTold(row) ? { ...corrected, rang: true } : corrected);
};

const isTold = ({ route }: AccessRow): boolean => route.legs.length > 0;

/** What a correction replaces; `undefined` when the row holds something else than what is corrected. */
export const correctedFields = (
  row: AccessRow,
  said: Corrected,
): Pick<AccessRow, 'access'> | Pick<AccessRow, 'door' | 'route'> | undefined => {
  if ('access' in said) return row.access && { access: keepJoined(row, said.access) };
  // Whoever was told hears of the correction; where nobody was, it may be something to tell now.
  return row.door && { door: said.door, route: row.route.legs.length > 0 ? row.route : said.route };
};

export const isCorrectedBy = (row: AccessRow, { eventId }: Pick<Correction, 'eventId'>): boolean =>
  row.corrections?.some((earlier) => earlier.eventId === eventId) === true;

/**
 * A correction knows nothing of what other records told: the caller they named stays, unless it was somebody else, or
 * what is corrected is the record that named the caller. What was looked up about the same caller stays in any case.
 */
export const keepJoined = ({ access, joined }: AccessRow, corrected: RoleAccess): RoleAccess => {
  if (access === undefined || joined.length === 0 || !isSamePrincipal(access.caller, corrected.caller)) {
    return corrected;
  }
  const names = corrected.caller.evidence.some(({ source }) => source === SWITCH_FROM);
  const caller = names ? mergeCallers(access.caller, corrected.caller) : access.caller;
  const told = joined.map(({ told: its }) => lookedUp(corrected, its));
  return judgeAgain(told.reduce(gain, { ...corrected, caller }));
};

/** Our own record's word on MFA stands before that of a copy. */
const lookedUp = ({ mfa: own }: RoleAccess, told: Gained = {}): Gained => {
  const { chain, firstUse, trust, callerAccountName, alsoObserved, mfa } = told;
  const looked = compact({ chain, firstUse, trust, callerAccountName, alsoObserved });
  return own === 'not-recorded' ? { ...looked, ...compact({ mfa }) } : looked;
};

const isSamePrincipal = (one: Caller, other: Caller): boolean =>
  one.accountId === other.accountId && principalOf(one) === principalOf(other);

const principalOf = ({ principalId, service, arn }: Caller): string | undefined =>
  principalId ?? service ?? arn;
