/** What was seen on each role, in the table: one item per thing, so that no role outgrows an item. */
import { createHash } from 'node:crypto';
import {
  BASELINE_SECONDS,
  type SeenBefore,
  type SeenOnRole,
  type SeenThing,
} from '../history/seen-before.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Table } from './table.ts';
import { seenPartition, WATCHED } from './table-keys.ts';

export interface SeenEffects {
  readonly table: Table;
  readonly clock: Clock;
}

export const dynamoDbSeenBefore = ({ table, clock }: SeenEffects): SeenBefore => ({
  ask: async (roleArn, things, accessId) => {
    const keys = [watchedKey(roleArn), ...things.map((thing) => thingKey(roleArn, thing))];
    // DynamoDB refuses a question that names a key twice.
    const asked = new Map(keys.map((key) => [key.sk, key]));
    const found = new Map((await table.getEach([...asked.values()])).map((item) => [item['sk'], item]));
    const watched = found.get(WATCHED);
    return compact({
      known: things.filter((thing) => {
        const item = found.get(thingKey(roleArn, thing).sk);
        return item !== undefined && item['accessId'] !== accessId;
      }),
      ...watchOf(watched?.['since'], watched?.['baselineAt'], clock),
    });
  },

  remember: async (roleArn, things, accessId, at) => {
    const absent = { expression: 'attribute_not_exists(pk)' };
    await Promise.all([
      table.put({ ...watchedKey(roleArn), roleArn, since: at }, absent),
      ...things.map(({ facet, value }) =>
        table.put(
          {
            ...thingKey(roleArn, { facet, value }),
            facet,
            value: value.slice(0, LONGEST_SHOWN),
            accessId,
            at,
          },
          absent,
        ),
      ),
    ]);
  },

  completeBaseline: async (roleArn, at) => {
    await table.update(watchedKey(roleArn), {
      update:
        'SET roleArn = :role, #since = if_not_exists(#since, :at), baselineAt = if_not_exists(baselineAt, :at)',
      names: { '#since': 'since' },
      values: { ':role': roleArn, ':at': at },
    });
  },
});

/** For whoever looks into the table: the key is made of all of it. */
const LONGEST_SHOWN = 1024;

const watchOf = (since: unknown, baselineAt: unknown, clock: Clock): Omit<SeenOnRole, 'known'> =>
  typeof since === 'string'
    ? {
        baselineComplete: baselineAt !== undefined || since <= isoAfter(clock.now(), -BASELINE_SECONDS),
        watchedSince: since,
      }
    : { baselineComplete: false };

const watchedKey = (roleArn: string) => ({ pk: seenPartition(roleArn), sk: WATCHED });

/** Values are the caller's words: a hash fits a key whatever they are. */
const thingKey = (roleArn: string, { facet, value }: SeenThing) => ({
  pk: seenPartition(roleArn),
  sk: `${facet}#${createHash('sha256').update(value).digest('hex').slice(0, 32)}`,
});
