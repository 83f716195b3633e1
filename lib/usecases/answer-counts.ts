/** What a list would hold, counted: its total, tabs, facets and chart. */
import { filteredFields, isForCells } from '../history/count-cells.ts';
import type { Counted, CountedFrom, Counts } from '../history/counts.ts';
import { MOST_READ_FOR_PAGE, type Question } from '../history/question.ts';
import { OPEN_STATES } from '../history/review.ts';
import { isoAfter } from '../kernel/clock.ts';
import { lazily } from '../kernel/lazily.ts';
import type { CountEffects } from './count-effects.ts';
import { countByCards } from './count-by-cards.ts';
import { type ByCells, countByCells } from './count-by-cells.ts';
import { type CountedWindow, countWindow } from './count-window.ts';
import { longestRetentionDays } from './retention-days.ts';

/**
 * Where nothing but state, account, kind, outcome or certainty is filtered by, the numbers are the sweep's and exact, with
 * what came since; otherwise up to `MOST_READ_TO_COUNT` cards are read for the total and the chart, and as many for the
 * values of each field that is filtered by, and beyond that it is "at least".
 */
export const answerCounts = async (effects: CountEffects, asked: Question): Promise<Counts> => {
  const question = { ...asked, filters: givenFilters(asked) };
  const [{ countedFrom, ...counted }, older] = await Promise.all([
    countQuestion(effects, question),
    countOlderOpen(effects, question),
  ]);
  return { ...counted, olderOpen: older.counted, ...countedFrom, read: countedFrom.read + older.read };
};

const countQuestion = async (
  effects: CountEffects,
  question: Question,
): Promise<ByCells & { readonly countedFrom: CountedFrom }> => {
  const askWindow = lazily(() => countWindow(effects, question));
  const window = isForCells(question.filters) ? await askWindow() : undefined;
  if (window !== undefined) return { ...countByCells(window, question), countedFrom: countedFromOf(window) };
  const { read, ...counted } = await countByCards(effects, question, askWindow);
  return { ...counted, countedFrom: { source: 'cards', archived: false, read } };
};

/** A filter without values filters nothing. */
const givenFilters = ({ filters }: Question): Question['filters'] =>
  Object.fromEntries(filteredFields(filters).map((field) => [field, filters[field]]));

export const countedFromOf = ({ source, countedUntil, archived, read }: CountedWindow): CountedFrom => ({
  source,
  ...(countedUntil === undefined ? {} : { countedUntil }),
  archived,
  read,
});

interface OlderOpen {
  readonly counted: Counted;
  readonly read: number;
}

/** As they are now, and not as they were counted: this number is what makes somebody look further back. */
const countOlderOpen = async (
  { cards, clock, policy }: CountEffects,
  { from: to, scope }: Question,
): Promise<OlderOpen> => {
  const from = isoAfter(clock.now(), -longestRetentionDays(policy) * 86_400);
  if (from >= to) return { counted: { count: 0, atLeast: false }, read: 0 };
  const question = { from, to, filters: { state: OPEN_STATES }, ...(scope === undefined ? {} : { scope }) };
  const { cards: open, next, read } = await cards.read(question, MOST_READ_FOR_PAGE);
  return { counted: { count: open.length, atLeast: next !== undefined }, read };
};
