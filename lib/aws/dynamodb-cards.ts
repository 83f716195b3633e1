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
  const cards: Card[] = [];
  let isFull = false;
  const { read, next } = await walkCards(
    table,
    // One more tells whether there is a next page; the one that the cursor names is read again.
    { ...question, most: MOST_READ_FOR_PAGE, first: question.limit + 2 },
    ({ card }) => {
      if (card === undefined || !matchesCard(card, question)) return false;
      isFull = cards.length === question.limit;
      if (!isFull) cards.push(card);
      return isFull;
    },
  );
  const last = cards.at(-1);
  return pageOf(cards, read, isFull && last !== undefined ? positionOf(last) : next);
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
  let [met, last, isCut] = [0, '', false];
  const { read, next } = await walkCards(
    table,
    // One more tells whether that was all; several values are read side by side.
    { ...question, most: Math.max(most + 1, LEAST_TO_READ), first: Math.min(most + 1, FIRST_TO_READ) },
    ({ card, position }) => {
      isCut = met === most;
      if (isCut) return true;
      met += 1;
      last = position;
      if (card !== undefined && matchesCard(card, question)) cards.push(card);
      return false;
    },
  );
  return pageOf(cards, Math.min(read, most), isCut ? last : next);
};
