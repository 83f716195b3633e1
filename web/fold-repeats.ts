/** Folds what was counted instead of told under the access that rang for it. Pure. */
import type { AccessSummary } from '../lib/api/contract.ts';

export interface Entry {
  /** Stays the same while rows come and go: id of the access that rang. */
  readonly id: string;
  /** The access that rang; where the list does not hold it, the newest of its repeats. */
  readonly lead: AccessSummary;
  /** Oldest first, as they followed. */
  readonly repeats: readonly AccessSummary[];
}

/** Id of the entry an access belongs to. */
export const entryIdOf = ({ accessId, groupedWith }: AccessSummary): string =>
  groupedWith?.accessId ?? accessId;

/** One entry for each access that rang, in the order of the list. */
export const foldRepeats = (accesses: readonly AccessSummary[]): readonly Entry[] => {
  const present = new Set(accesses.map(({ accessId }) => accessId));
  const entries = new Map<string, { lead: AccessSummary | undefined; readonly repeats: AccessSummary[] }>();
  for (const access of accesses) {
    const id = entryIdOf(access);
    const entry = entries.get(id) ?? { lead: undefined, repeats: [] };
    const leads = access.accessId === id || (entry.lead === undefined && !present.has(id));
    if (leads) {
      // Found again at its end, where the list has the access that rang.
      entries.delete(id);
      entry.lead = access;
    } else entry.repeats.unshift(access);
    entries.set(id, entry);
  }
  return [...entries].flatMap(([id, { lead, repeats }]) =>
    lead === undefined ? [] : [{ id, lead, repeats }],
  );
};

/** The entry that shows an access, folded or not. */
export const findEntry = (
  accesses: readonly AccessSummary[],
  accessId: string | undefined,
): Entry | undefined => {
  const access = accesses.find((one) => one.accessId === accessId);
  const entryId = access === undefined ? undefined : entryIdOf(access);
  return foldRepeats(accesses).find(({ id }) => id === entryId);
};
