/** The review's questions over rows in memory: every card is looked at, so that nothing can be missed. */
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Card } from '../../lib/history/card.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import { collectValues } from '../../lib/history/collect-values.ts';
import { isInScope, matchesCard, positionOf } from '../../lib/history/matches-card.ts';
import type { CardIndex, CardPage, FoundValue, PageQuestion, Question } from '../../lib/history/question.ts';

/** A `MemoryHistory`, or anything else that has rows. */
export interface HasRows {
  rows(): readonly AccessRow[];
}

const SHORTEST_PREFIX = 2;

const newestFirst = (one: Card, other: Card): number => {
  const [a, b] = [positionOf(one), positionOf(other)];
  return Number(a < b) - Number(a > b);
};

/** Rows are frozen and replaced when they change, and most of them are asked about many times. */
const known = new WeakMap<AccessRow, Card | undefined>();

const knownCardOf = (row: AccessRow): Card | undefined => {
  if (!known.has(row)) known.set(row, cardOf(row));
  return known.get(row);
};

const momentOf = (iso: string): string => new Date(iso).toISOString();

export class MemoryCards implements CardIndex {
  readonly #source: HasRows;

  constructor(source: HasRows | readonly AccessRow[]) {
    this.#source = 'rows' in source ? source : { rows: () => source };
  }

  async page(question: PageQuestion): Promise<CardPage> {
    const { before, limit } = question;
    const found = this.#within(question)
      .filter((card) => before === undefined || positionOf(card) < before)
      .filter((card) => matchesCard(card, question));
    return pageOf(found.slice(0, limit), found.length > limit);
  }

  async read(question: Question, most: number): Promise<CardPage> {
    const found = this.#within(question).filter((card) => matchesCard(card, question));
    return pageOf(found.slice(0, most), found.length > most);
  }

  async values(
    prefix: string,
    within: Pick<Question, 'from' | 'to' | 'scope'>,
  ): Promise<readonly FoundValue[]> {
    const begin = prefix.trim();
    if (begin.length < SHORTEST_PREFIX) return [];
    return collectValues(
      this.#within(within).filter((card) => isInScope(card, within.scope)),
      begin,
    );
  }

  #within({ from, to }: Pick<Question, 'from' | 'to'>): readonly Card[] {
    const [first, end] = [momentOf(from), momentOf(to)];
    return this.#source
      .rows()
      .flatMap((row) => knownCardOf(row) ?? [])
      .filter(({ time }) => time >= first && time < end)
      .sort(newestFirst);
  }
}

const pageOf = (cards: readonly Card[], hasMore: boolean): CardPage => {
  const last = cards.at(-1);
  return {
    cards,
    read: cards.length,
    ...(hasMore && last !== undefined ? { next: positionOf(last) } : {}),
  };
};
