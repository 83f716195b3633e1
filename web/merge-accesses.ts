/** Lists of accesses, newest first, as sets of rows. Pure. */
import type { AccessSummary } from '../lib/api/contract.ts';

/** Rows of one moment in the order of their ids, so that none changes its place. */
export const newestFirst = (a: AccessSummary, b: AccessSummary): number =>
  Date.parse(b.time) - Date.parse(a.time) ||
  Number(a.accessId < b.accessId) - Number(a.accessId > b.accessId);

export const idsOf = (accesses: readonly AccessSummary[]): ReadonlySet<string> =>
  new Set(accesses.map((access) => access.accessId));

/** Both lists as one: what is in `newer` replaces its like in `older`. */
export const merge = (
  older: readonly AccessSummary[],
  newer: readonly AccessSummary[],
): readonly AccessSummary[] => {
  const replaced = idsOf(newer);
  return [...newer, ...older.filter((access) => !replaced.has(access.accessId))].sort(newestFirst);
};
