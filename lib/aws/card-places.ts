/** Where a card lies in the indexes of the review: which index, which month, which place in it. */
import type { Card } from '../history/card.ts';
import { foldValue, positionOf, searchedValue } from '../history/matches-card.ts';
import { monthOf } from '../history/months.ts';
import { SEARCHED_FIELDS, type SearchedField } from '../history/question.ts';

/** Values that are few and known: each has a partition of its own in every month. */
const KNOWN_FIELDS = ['state', 'owner', 'client'] as const;
type KnownField = (typeof KNOWN_FIELDS)[number];

/** Every way in which cards are read one after the other. */
export type CardOrder = 'time' | KnownField | SearchedField;
export const CARD_ORDERS: readonly CardOrder[] = ['time', ...KNOWN_FIELDS, ...SEARCHED_FIELDS];

/** Names of the indexes; `session` is taken by the one that finds the records of one session. */
export const indexOf = (order: CardOrder): string => (order === 'session' ? 'sessionName' : order);

export const keyNameOf = (order: CardOrder): string => `${indexOf(order)}Key`;
export const sortNameOf = (order: CardOrder): string => `${indexOf(order)}Sort`;

/** Sorts before everything that is shown: no value holds one (`showText` names control characters). */
export const BEHIND_VALUE = '\u001f';

export interface CardPlace {
  readonly key: string;
  readonly sort: string;
}

/**
 * Where cards of a value lie in a month. `position`: `<time>#<id>`, or a moment alone, which sorts before everything that
 * happened then. Values of searched fields stand in the sort key, so that those that begin alike lie together.
 */
export const placeAt = (order: CardOrder, value: string, position: string): CardPlace => {
  const month = monthOf(position);
  if (order === 'time') return { key: `cards#${month}`, sort: position };
  return isKnown(order)
    ? { key: `${order}#${value}#${month}`, sort: position }
    : { key: `${order}#${month}`, sort: `${foldValue(value)}${BEHIND_VALUE}${position}` };
};

const isKnown = (order: CardOrder): order is KnownField => KNOWN_FIELDS.some((field) => field === order);

/** The value of a place, folded, and where the card stands in time. */
export const partsOfSort = (sort: string): { readonly value: string; readonly position: string } => {
  const [value = '', position = ''] = sort.split(BEHIND_VALUE);
  return { value, position };
};

const valueOf = (card: Card, order: CardOrder): string | undefined => {
  if (order === 'time') return '';
  if (order === 'owner' || order === 'client' || order === 'state') return card[order];
  return searchedValue(card, order);
};

/** The place of a card in that order; `undefined` when it has no such value: the index is sparse. */
export const placeOfCard = (card: Card, order: CardOrder): CardPlace | undefined => {
  const value = valueOf(card, order);
  return value === undefined ? undefined : placeAt(order, value, positionOf(card));
};
