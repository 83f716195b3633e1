/** What a change of a policy opened. */
import { isAsWide, MOST_COMPARED } from './merge-openings.ts';
import type { Opening } from './opening.ts';
import { keyOf } from './who.ts';

export interface Widening {
  /** Whoever was not let in before. */
  readonly gained: readonly Opening[];
  /** Whoever was let in before, but must bring less now. */
  readonly loosened: readonly Opening[];
  /** Whoever is let in no longer. */
  readonly lost: readonly Opening[];
}

/** Compares the openings of a policy before and after it was changed. */
export const compareOpenings = (before: readonly Opening[], after: readonly Opening[]): Widening => {
  const [old, now] = [group(before), group(after)];
  const known = new Set(before.map((opening) => JSON.stringify(opening)));
  const fresh = after.filter((opening) => !isCovered(opening, old, known));
  return {
    gained: fresh.filter((opening) => !old.has(keyOf(opening))),
    loosened: fresh.filter((opening) => old.has(keyOf(opening))),
    lost: before.filter((opening) => !now.has(keyOf(opening))),
  };
};

type Groups = ReadonlyMap<string, readonly Opening[]>;

const group = (openings: readonly Opening[]): Groups => {
  const groups = new Map<string, Opening[]>();
  for (const opening of openings) {
    const known = groups.get(keyOf(opening));
    if (known === undefined) groups.set(keyOf(opening), [opening]);
    else known.push(opening);
  }
  return groups;
};

const isCovered = (opening: Opening, old: Groups, known: ReadonlySet<string>): boolean =>
  known.has(JSON.stringify(opening)) ||
  (old.get(keyOf(opening)) ?? []).slice(0, MOST_COMPARED).some((other) => isAsWide(other, opening)) ||
  wider(opening, old).some((other) => isAsWide({ ...other, outside: opening.outside }, opening));

/** Whoever was let in as one of everybody, or as one of his account, is not new. */
const wider = ({ kind, accountId = '' }: Opening, old: Groups): readonly Opening[] => {
  if (!['account', 'role', 'user', 'session'].includes(kind)) return [];
  return [...(old.get('everyone  *') ?? []), ...(old.get(`account ${accountId}`) ?? [])];
};
