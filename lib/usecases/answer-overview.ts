/** Numbers of the overview: accesses by certainty and by state, and who, what, where most often. */
import type { OverviewCounts } from '../history/counts.ts';
import type { Question } from '../history/question.ts';
import type { CountEffects } from './answer-counts.ts';

/** Without filters, from the counters. */
export const answerOverview = async (
  _effects: CountEffects,
  _question: Omit<Question, 'filters'>,
): Promise<OverviewCounts> => {
  throw new Error('not yet');
};
