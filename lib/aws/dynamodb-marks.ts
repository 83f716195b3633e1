/** How far the sweep has looked, and which roles it has seen, kept in the table. */
import { createHash } from 'node:crypto';
import type { SweepMarks } from '../history/trail.ts';
import { isObject } from '../kernel/json.ts';
import type { Item, Table } from './table.ts';
import { KNOWN_ROLES } from './table-keys.ts';

/** How far the sweep has looked, by question. */
export const dynamoDbMarks = (table: Table): SweepMarks => ({
  read: async (name) => {
    // A query, because whoever shows the history may do nothing else.
    const { pk, sk } = markKey(name);
    const { items } = await table.query({
      condition: 'pk = :pk AND sk = :sk',
      values: { ':pk': pk, ':sk': sk },
    });
    const mark = items[0];
    return typeof mark?.['until'] === 'string' ? mark['until'] : undefined;
  },

  write: async (name, until) => {
    await table.put({ ...markKey(name), name, until });
  },

  rememberRoles: async (arns, seenAt, since) => {
    const seen = readSeen(await table.get(KNOWN_ROLES));
    for (const arn of arns) seen.set(arn, latest(seen.get(arn), seenAt));
    const kept = thatFit([...seen].filter(([, lastSeen]) => lastSeen >= since));
    await table.put({ ...KNOWN_ROLES, lastSeen: Object.fromEntries(kept) });
    return [...new Set([...arns, ...kept.map(([arn]) => arn)])];
  },
});

/** An item holds 400 KB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 350_000;
/** Of the moment, and what DynamoDB adds for the pair. */
const BYTES_BESIDE_ARN = 24 + 3;

type Seen = readonly [arn: string, lastSeen: string];

/** The roles seen last, as many as the item holds (thousands). Those that exist now are answered all the same. */
const thatFit = (seen: readonly Seen[]): readonly Seen[] => {
  let bytes = 0;
  return seen
    .toSorted(([, one], [, other]) => Number(one < other) - Number(one > other))
    .filter(([arn]) => {
      bytes += Buffer.byteLength(arn) + BYTES_BESIDE_ARN;
      return bytes <= MOST_BYTES;
    });
};

const readSeen = (item: Item | undefined): Map<string, string> => {
  const lastSeen = item?.['lastSeen'];
  const entries = isObject(lastSeen) ? Object.entries(lastSeen) : [];
  return new Map(entries.map(([arn, moment]) => [arn, String(moment)]));
};

/** A clock that was set back must not make a role look older. */
const latest = (one: string | undefined, other: string): string =>
  one !== undefined && one > other ? one : other;

const markKey = (name: string) => ({
  pk: `mark#${createHash('sha256').update(name).digest('hex').slice(0, 32)}`,
  sk: 'mark',
});
