/** Rows and deliveries of accesses, as the table holds them. */
import { isObject, type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';
import { readPartition } from './read-table.ts';
import type { Stage } from './stage.ts';

export interface StoredDelivery {
  readonly destinationId: string;
  readonly part: string | undefined;
  readonly state: string;
  readonly dueAt: string;
  readonly digestedIn: string | undefined;
  readonly attempts: readonly StoredAttempt[];
}

export interface StoredAttempt {
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** `sent`, `rejected`, the code of a retry, or `no answer` when it never reported back. */
  readonly outcome: string;
  /** The vendor was asked, and an earlier attempt had arrived. */
  readonly found: boolean;
}

export interface Stored {
  readonly row: JsonObject | undefined;
  readonly deliveries: readonly StoredDelivery[];
  readonly items: readonly JsonObject[];
}

export async function readStored(stage: Stage, accessId: string): Promise<Stored> {
  const items = await readPartition(stage.table(), `access#${accessId}`);
  return {
    row: rowOf(items),
    deliveries: items.filter((item) => textAt(item, 'sk')?.startsWith('delivery#')).map(readDelivery),
    items,
  };
}

/** The row lies inside its item. */
const rowOf = (items: readonly JsonObject[]): JsonObject | undefined => {
  const item = items.find((each) => each['sk'] === 'row');
  return isObject(item?.['row']) ? item['row'] : item;
};

const readDelivery = (item: JsonObject): StoredDelivery => ({
  destinationId: textAt(item, 'destinationId') ?? '',
  part: textAt(item, 'part'),
  state: textAt(item, 'state') ?? '',
  dueAt: textAt(item, 'dueAt') ?? '',
  digestedIn: textAt(item, 'digestedIn'),
  attempts: listAt(item, 'attempts').map(readAttempt),
});

const readAttempt = (attempt: unknown): StoredAttempt => ({
  startedAt: textAt(attempt, 'startedAt') ?? '',
  endedAt: textAt(attempt, 'endedAt'),
  outcome: textAt(attempt, 'outcome', 'code') ?? textAt(attempt, 'outcome', 'kind') ?? 'no answer',
  found: isObject(attempt) && isObject(attempt['outcome']) && attempt['outcome']['found'] === true,
});

/** The destinations the row says must be told. */
export const legsOf = (row: JsonObject | undefined): readonly string[] =>
  listAt(row, 'route', 'legs').flatMap((leg) => textAt(leg, 'destinationId') ?? []);

const SETTLED = ['sent', 'rejected', 'digested'];

/** Whether nothing is left to do for an access. */
export function isSettled({ row, deliveries }: Stored): boolean {
  if (row === undefined) return false;
  if (textAt(row, 'groupedWith') !== undefined) return true;
  const first = deliveries.filter(({ part }) => part === undefined);
  return (
    legsOf(row).every((id) => first.some(({ destinationId }) => destinationId === id)) &&
    deliveries.every(({ state }) => SETTLED.includes(state))
  );
}
