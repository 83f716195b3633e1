/** Faults of things that are not built yet. */
import type { NotApplicable } from '../fault-case.ts';

export const NOT_YET: readonly NotApplicable[] = [
  {
    id: '44',
    name: 'somebody disables our rule, stops the trail, changes the policy of our role',
    reason:
      'telling about such changes ("doors") is later work; what a disabled rule loses is repaired today (case F), and the silence itself raises the heartbeat’s alarm',
  },
  {
    id: '48',
    name: 'activity of a session arrives before its AssumeRole',
    reason: 'what a session does is not followed yet',
  },
];
