/** Faults of things that are not built yet. */
import type { NotApplicable } from '../fault-case.ts';

export const NOT_YET: readonly NotApplicable[] = [
  {
    id: '48',
    name: 'activity of a session arrives before its AssumeRole',
    reason: 'what a session does is not followed yet',
  },
];
