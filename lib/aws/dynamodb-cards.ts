/** The review's questions on DynamoDB: a bounded number of reads from the index that fits, and no scan. */
import type { Card } from '../history/card.ts';
import { matchesCard, positionOf } from '../history/matches-card.ts';
import {
  type CardIndex,
  type CardPage,
  MOST_READ_FOR_PAGE,
  type PageQuestion,
  type Question,
} from '../history/question.ts';
import { findValues } from './find-values.ts';
import type { Table } from './table.ts';
import { walkCards } from './walk-cards.ts';

export const dynamoDbCards = (table: Table): CardIndex => ({
  page: (question) => readPageOfCards(table, question),
  read: (question, most) => readCards(table, question, most),
  values: (prefix, within) => findValues(table, prefix, within),
});

const readPageOfCards = async (table: Table, question: PageQuestion): Promise<CardPage> => {
  const { limit } = question;
  const cards: Card[] = [];
  const { read, next } = await walkCards(
    table,
    // One more tells whether there is a next page; the one that the cursor names is read again.
    { ...question, most: MOST_READ_FOR_PAGE, first: limit + 2 },
    ({ card }) => {
      if (card !== undefined && matchesCard(card, question)) cards.push(card);
      return cards.length > limit;
    },
  );
  const last = cards[limit - 1];
  const hasMore = cards.length > limit && last !== undefined;
  return pageOf(cards.slice(0, limit), read, hasMore ? positionOf(last) : next);
};

const pageOf = (cards: readonly Card[], read: number, next: string | undefined): CardPage => ({
  cards,
  read,
  ...(next === undefined ? {} : { next }),
});

/** As many as one page of DynamoDB holds, at 1 MB. */
const FIRST_TO_READ = 2_000;

/** So that merging several values always gets somewhere. */
const LEAST_TO_READ = 200;

const readCards = async (table: Table, question: Question, most: number): Promise<CardPage> => {
  const cards: Card[] = [];
  let [met, last] = [0, ''];
  const { read, next } = await walkCards(
    table,
    // One more tells whether that was all; several values are read side by side.
    { ...question, most: Math.max(most + 1, LEAST_TO_READ), first: Math.min(most + 1, FIRST_TO_READ) },
    ({ card, position }) => {
      met += 1;
      if (met > most) return true;
      last = position;
      if (card !== undefined && matchesCard(card, question)) cards.push(card);
      return false;
    },
  );
  return pageOf(cards, Math.min(read, most), met > most ? last : next);
};
