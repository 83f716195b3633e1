/** Values that begin with what was typed, from the indexes that are sorted by them. */
import type { Card } from '../history/card.ts';
import { collectValues, newestValues } from '../history/collect-values.ts';
import { foldValue, isInScope, searchedValue } from '../history/matches-card.ts';
import { monthOf } from '../history/months.ts';
import {
  type FoundValue,
  MOST_READ_FOR_PAGE,
  type Question,
  SEARCHED_FIELDS,
  type SearchedField,
} from '../history/question.ts';
import { parseIso } from '../kernel/clock.ts';
import { BEHIND_VALUE, indexOf, keyNameOf, partsOfSort, placeAt, sortNameOf } from './card-places.ts';
import { accessIdOf } from './card-stream.ts';
import { readCard } from './card-text.ts';
import { monthsBack } from './months-back.ts';
import type { Item, Table } from './table.ts';
import { walkCards } from './walk-cards.ts';

type Within = Pick<Question, 'from' | 'to' | 'scope'>;

const SHORTEST_PREFIX = 2;

/**
 * Without a scope each value costs one item, however many cards have it. Within one, values are told only by cards of it:
 * they are found among its newest cards, as many as one page may read.
 */
export const findValues = (table: Table, prefix: string, within: Within): Promise<readonly FoundValue[]> => {
  const begin = foldValue(prefix.trim());
  if (begin.length < SHORTEST_PREFIX) return Promise.resolve([]);
  return within.scope === undefined ? skipThrough(table, begin, within) : amongNewest(table, begin, within);
};

const amongNewest = async (table: Table, begin: string, within: Within): Promise<readonly FoundValue[]> => {
  const cards: Card[] = [];
  const walk = { ...within, filters: {}, most: MOST_READ_FOR_PAGE, first: MOST_READ_FOR_PAGE };
  await walkCards(table, walk, ({ card }) => {
    if (card !== undefined && isInScope(card, within.scope)) cards.push(card);
    return false;
  });
  return collectValues(cards, begin);
};

/** What values of a field can look like, where that is known: others need not be asked. */
const SHAPES: Partial<Readonly<Record<SearchedField, RegExp>>> = {
  account: /^\d+$/,
  address: /^[\da-f.:]+$/,
};

const skipThrough = async (table: Table, begin: string, within: Within): Promise<readonly FoundValue[]> => {
  const fields = SEARCHED_FIELDS.filter((field) => SHAPES[field]?.test(begin) ?? true);
  const found = await Promise.all(fields.map((field) => valuesOfField(table, { ...within, field, begin })));
  return newestValues(found.flat());
};

interface FieldQuestion extends Within {
  readonly field: SearchedField;
  readonly begin: string;
}

/** Enough to show; older months are not asked then. */
const ENOUGH = 10;
/** So many months back, values are looked for. */
const MOST_MONTHS = 24;

/** Newest months first, twice as many at once each time. */
const valuesOfField = async (table: Table, question: FieldQuestion): Promise<readonly FoundValue[]> => {
  const months = monthsBack(monthOf(question.to), monthOf(question.from), MOST_MONTHS);
  const found: FoundValue[] = [];
  for (let [start, count] = [0, 1]; start < months.length; [start, count] = [start + count, count * 2]) {
    const some = months.slice(start, start + count);
    found.push(...(await Promise.all(some.map((month) => valuesOfMonth(table, question, month)))).flat());
    if (new Set(found.map(({ value }) => foldValue(value))).size >= ENOUGH) break;
  }
  return found;
};

/** Different values of one month that are looked at: whoever has too many goes on typing. */
const MOST_VALUES_OF_MONTH = 12;

/** Sorts behind everything that goes on from a text. */
const LAST_CHARACTER = '\u{10ffff}';

/** From the last value to the first, each with its newest card. */
const valuesOfMonth = async (
  table: Table,
  question: FieldQuestion,
  month: string,
): Promise<readonly FoundValue[]> => {
  const { field, begin } = question;
  const found: FoundValue[] = [];
  let end = `${begin}${LAST_CHARACTER}`;
  for (let skipped = 0; skipped < MOST_VALUES_OF_MONTH; skipped += 1) {
    const item = await newestBetween(table, { field, month, from: begin, to: end });
    if (item === undefined) break;
    const { value } = partsOfSort(String(item[sortNameOf(field)]));
    const inWindow = await withinWindow(table, item, { ...question, month, value });
    if (inWindow !== undefined) found.push(inWindow);
    end = `${value}${BEHIND_VALUE}`;
  }
  return found;
};

interface Between {
  readonly field: SearchedField;
  readonly month: string;
  readonly from: string;
  readonly to: string;
}

const newestBetween = async (
  table: Table,
  { field, month, from, to }: Between,
): Promise<Item | undefined> => {
  const { items } = await table.query({
    index: indexOf(field),
    condition: `${keyNameOf(field)} = :key AND ${sortNameOf(field)} BETWEEN :from AND :to`,
    values: { ':key': placeAt(field, '', month).key, ':from': from, ':to': to },
    newestFirst: true,
    limit: 1,
  });
  return items[0];
};

interface ValueQuestion extends FieldQuestion {
  readonly month: string;
  readonly value: string;
}

/** The newest card of a value may be newer than the window: an older one of the month may lie in it. */
const withinWindow = async (
  table: Table,
  item: Item,
  { field, month, value, from, to }: ValueQuestion,
): Promise<FoundValue | undefined> => {
  const [first, end] = [momentOf(from), momentOf(to)];
  const { position } = partsOfSort(String(item[sortNameOf(field)]));
  if (position < first) return undefined;
  if (position < end) return foundIn(item, field);
  const sortAt = (moment: string): string => placeAt(field, value, moment).sort;
  const older = await newestBetween(table, { field, month, from: sortAt(first), to: sortAt(end) });
  return older === undefined ? undefined : foundIn(older, field);
};

const foundIn = (item: Item, field: SearchedField): FoundValue | undefined => {
  const card = readCard(accessIdOf(item), item['card']);
  const value = card && searchedValue(card, field);
  return card === undefined || value === undefined ? undefined : { field, value, lastSeen: card.time };
};

const momentOf = (iso: string): string => parseIso(iso)?.toISOString() ?? iso;
