/** What a joined record and a correction do to a row. Pure, and the same in every store. */
import { type Caller, SWITCH_FROM } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow, Correction, JoinedRecord } from './access-row.ts';

/** The row with what the second record told; the same row when that record was joined before. */
export const joinRow = (row: AccessRow, caller: Caller, joined: JoinedRecord): AccessRow => {
  if (row.joined.some(({ eventId }) => eventId === joined.eventId)) return row;
  const improved =
    row.access === undefined ? row : { ...row, access: { ...row.access, caller, ...joined.told } };
  return { ...improved, joined: [...row.joined, joined] };
};

/** The row with what AWS says now; the same row when it was corrected so before, or holds no access. */
export const correctRow = (row: AccessRow, access: RoleAccess, correction: Correction): AccessRow => {
  if (row.access === undefined || isCorrectedBy(row, correction)) return row;
  return {
    ...row,
    access: keepJoined(row, access),
    corrections: [...(row.corrections ?? []), correction],
  };
};

export const isCorrectedBy = (row: AccessRow, { eventId }: Pick<Correction, 'eventId'>): boolean =>
  row.corrections?.some((earlier) => earlier.eventId === eventId) === true;

/**
 * A correction knows nothing of what other records told: the caller they named stays, unless it was somebody else, or
 * what is corrected is the record that named the caller.
 */
export const keepJoined = ({ access, joined }: AccessRow, corrected: RoleAccess): RoleAccess =>
  access !== undefined &&
  joined.length > 0 &&
  !corrected.caller.evidence.some(({ source }) => source === SWITCH_FROM) &&
  isSamePrincipal(access.caller, corrected.caller)
    ? { ...corrected, caller: access.caller }
    : corrected;

const isSamePrincipal = (one: Caller, other: Caller): boolean =>
  one.accountId === other.accountId && principalOf(one) === principalOf(other);

const principalOf = ({ principalId, service, arn }: Caller): string | undefined =>
  principalId ?? service ?? arn;
