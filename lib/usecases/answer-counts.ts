/** What a list would hold, counted: its total, tabs, facets and chart. */
import type { Counters } from '../history/counters.ts';
import type { Counts } from '../history/counts.ts';
import type { CardIndex, Question } from '../history/question.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';

export interface CountEffects {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly policy: Pick<Policy, 'accounts'>;
}

/**
 * Where nothing but state, account, kind, outcome or certainty is filtered by, the numbers are the sweep's and exact, with
 * what came since; otherwise up to `MOST_READ_TO_COUNT` cards are read, and it is "at least".
 */
export const answerCounts = async (_effects: CountEffects, _question: Question): Promise<Counts> => {
  throw new Error('not yet');
};
