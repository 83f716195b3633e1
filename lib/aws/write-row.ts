/** A row of the history as the item that is stored, with its places in the indexes. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import { indexAttributes } from './index-attributes.ts';
import type { Item } from './table.ts';
import {
  accessKey,
  canaryListKey,
  dueSort,
  listKey,
  listSort,
  repeatsDue,
  sessionKey,
  WINDOW_DUE,
} from './table-keys.ts';

export const itemOfRow = (row: AccessRow): Item => ({
  ...accessKey(row.accessId),
  listKey: row.canary === true ? canaryListKey(row.time) : listKey(row.time),
  listSort: listSort(row.time, row.accessId),
  ...dueAttributes(row),
  ...(row.access === undefined ? {} : sessionAttributes(row, row.access)),
  joinedIds: idsOf(row.joined),
  correctedIds: idsOf(row.corrections ?? []),
  ...indexAttributes(row),
  row,
});

/** DynamoDB has no empty sets. */
const idsOf = (records: readonly { readonly eventId: string }[]): ReadonlySet<string> | undefined =>
  records.length === 0 ? undefined : new Set(records.map(({ eventId }) => eventId));

/** A repeat lies with its first for good; a first waits for its window's end, unless it was counted already. */
const dueAttributes = ({ accessId, time, groupedWith, countsRepeatsUntil, repeats }: AccessRow): Item => {
  if (groupedWith !== undefined) return { dueKey: repeatsDue(groupedWith), dueSort: dueSort(time, accessId) };
  if (countsRepeatsUntil === undefined || repeats !== undefined) return {};
  return { dueKey: WINDOW_DUE, dueSort: dueSort(countsRepeatsUntil, accessId) };
};

/** Where the other records of a session find the row; `undefined` for an access without a session. */
export const sessionAttributes = (
  { accountId, time }: Pick<AccessRow, 'accountId' | 'time'>,
  { session: { principalId } }: RoleAccess,
): { readonly sessionKey: string; readonly sessionSort: string } | undefined =>
  principalId === undefined
    ? undefined
    : { sessionKey: sessionKey(accountId, principalId), sessionSort: time };
