/** Numbers of the overview: accesses by certainty and by state, and who, what, where most often. */
import { chartOf } from '../history/chart-of.ts';
import type { FacetField, OverviewCounts } from '../history/counts.ts';
import { MOST_READ_TO_COUNT, type Question } from '../history/question.ts';
import { REVIEW_STATES, type ReviewState } from '../history/review.ts';
import { tallyHours } from '../history/tally.ts';
import { countedFromOf } from './answer-counts.ts';
import type { CountEffects } from './count-effects.ts';
import { countByCells } from './count-by-cells.ts';
import { type CountedWindow, countWindow } from './count-window.ts';
import { bitsOf } from './sum-cells.ts';

type Window = Omit<Question, 'filters'>;

/** From the counters; before the sweep has counted that far back, from the newest `MOST_READ_TO_COUNT` cards. */
export const answerOverview = async (effects: CountEffects, asked: Window): Promise<OverviewCounts> => {
  const question = { ...asked, filters: {} };
  const window = (await countWindow(effects, question)) ?? (await readWindow(effects, asked));
  const { total, tabs, facets, histogram } = countByCells(window, question);
  return {
    total,
    open: tabs.find(({ tab }) => tab === 'open') ?? { count: 0, atLeast: window.atLeast },
    byCertainty: histogram,
    byState: chartOf<ReviewState>(asked, {
      series: REVIEW_STATES,
      bits: bitsOf(window, question, ({ state }) => state),
      atLeast: window.atLeast,
    }),
    top: facets.filter(({ field }) => OVERVIEW_FIELDS.some((known) => known === field)),
    ...countedFromOf(window),
  };
};

const OVERVIEW_FIELDS: readonly FacetField[] = ['person', 'role', 'account', 'address'];

const readWindow = async ({ cards }: CountEffects, asked: Window): Promise<CountedWindow> => {
  const { cards: read, next, read: count } = await cards.read({ ...asked, filters: {} }, MOST_READ_TO_COUNT);
  return {
    parts: tallyHours(read),
    atLeast: next !== undefined,
    source: 'cards',
    archived: false,
    read: count,
  };
};
