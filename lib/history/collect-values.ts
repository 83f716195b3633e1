/** Values of cards that begin with what was typed. */
import type { Card } from './card.ts';
import { foldValue, searchedValue } from './matches-card.ts';
import { type FoundValue, SEARCHED_FIELDS, type SearchedField } from './question.ts';

const MOST_OF_FIELD = 10;

/** Those met last first, at most 10 of each field; values that differ in case alone are one. */
export const collectValues = (cards: Iterable<Card>, prefix: string): readonly FoundValue[] => {
  const begin = foldValue(prefix);
  const found: FoundValue[] = [];
  for (const card of cards) {
    for (const field of SEARCHED_FIELDS) {
      const value = searchedValue(card, field);
      if (value === undefined || !foldValue(value).startsWith(begin)) continue;
      found.push({ field, value, lastSeen: card.time });
    }
  }
  return newestValues(found);
};

/** The newest of each value; the most recent ones of each field, all in the order in which they were met last. */
export const newestValues = (found: readonly FoundValue[]): readonly FoundValue[] => {
  const newest = new Map<string, FoundValue>();
  for (const each of [...found].sort(lastFirst)) {
    const key = `${each.field} ${foldValue(each.value)}`;
    if (!newest.has(key)) newest.set(key, each);
  }
  const counts = new Map<SearchedField, number>();
  return [...newest.values()].filter(({ field }) => {
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    return count <= MOST_OF_FIELD;
  });
};

const lastFirst = (one: FoundValue, other: FoundValue): number =>
  compare(other.lastSeen, one.lastSeen) ||
  SEARCHED_FIELDS.indexOf(one.field) - SEARCHED_FIELDS.indexOf(other.field) ||
  compare(one.value, other.value);

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
