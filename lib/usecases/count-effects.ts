/** What counting needs. */
import type { Counters } from '../history/counters.ts';
import type { CardIndex } from '../history/question.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';

export interface CountEffects {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly counters: Pick<
    Counters,
    'hours' | 'days' | 'daysSeen' | 'months' | 'ofHours' | 'progress' | 'changedHours'
  >;
  readonly clock: Clock;
  readonly policy: Pick<Policy, 'accounts'>;
}
