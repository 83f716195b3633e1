/** Whose history it is, and the moment at which it is asked: the end of the believable year. */
import { type Clock, systemClock } from '../lib/kernel/clock.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { accountAt, ACCOUNTS, clientOf, END, ownerOf } from './believable-row.ts';

export const CLOCK: Clock = { ...systemClock, now: () => new Date(END) };

export const POLICY: Policy = {
  hash: 'c0ffee',
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  accounts: Array.from({ length: ACCOUNTS }, (_each, n) => {
    const client = clientOf(n);
    return {
      id: accountAt(n),
      name: `Account ${String(n)}`,
      owner: ownerOf(n),
      retentionDays: 400,
      ...(client === undefined ? {} : { client }),
    };
  }),
  roles: [],
  owners: [{ id: 'team-0', name: 'Team', timeZone: 'UTC', destinations: [] }],
  clients: [],
  defaultOwner: 'team-0',
  repeatWindowMinutes: 15,
  trustedAccounts: [],
  destinations: [],
};
