/**
 * After a `kill -9`. dynalite writes an item and its index entries one after the other, so a kill between the two leaves
 * an index that does not know an item, or that still shows what the item was. The sweep finds deliveries through an
 * index: what is missing there would never be told. DynamoDB itself keeps its indexes.
 */
import { rm, stat, writeFile } from 'node:fs/promises';
import { type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';
import { callDatabase, type DatabaseParts, putAll, scanAll } from './table-items.ts';
import type { Topology } from './topology.ts';

export interface RepairParts extends DatabaseParts {
  /** A file that exists while a laptop runs, and is left behind by one that was killed. */
  readonly marker: string;
}

/** Repairs the tables if the last run was killed. Nobody else may use them meanwhile. */
export async function repairAfterKill(topology: Topology, parts: RepairParts): Promise<void> {
  if (await exists(parts.marker)) {
    for (const table of topology.tables) await repairTable(table, parts);
  }
  await writeFile(parts.marker, '');
}

/** To be called when everything else has been closed. */
export const forgetRunning = (marker: string): Promise<void> => rm(marker, { force: true });

async function repairTable(table: JsonObject, parts: RepairParts): Promise<void> {
  const tableName = String(table['TableName']);
  const items = await scanAll({ TableName: tableName }, parts);
  // Writing an item again writes its index entries again.
  await putAll(tableName, items, parts);
  const known = new Map(items.map((item) => [keyOf(item), item]));
  for (const index of listAt(table, 'GlobalSecondaryIndexes')) {
    const fields = listAt(index, 'KeySchema').map((part) => textAt(part, 'AttributeName') ?? '');
    const entries = await scanAll(
      { TableName: tableName, IndexName: textAt(index, 'IndexName') ?? '' },
      parts,
    );
    for (const entry of entries) {
      const item = known.get(keyOf(entry));
      if (item !== undefined && fields.every((field) => same(item[field], entry[field]))) continue;
      await forgetEntry({ tableName, entry, item, fields }, parts);
    }
  }
}

interface Ghost {
  readonly tableName: string;
  readonly entry: JsonObject;
  readonly item: JsonObject | undefined;
  readonly fields: readonly string[];
}

/** An index entry goes when an item with its keys is replaced or deleted: so such an item is put there for a moment. */
async function forgetEntry({ tableName, entry, item, fields }: Ghost, parts: RepairParts): Promise<void> {
  const keys = Object.fromEntries(fields.map((field) => [field, entry[field]]));
  await putAll(tableName, [{ ...(item ?? entry), ...keys }], parts);
  if (item !== undefined) return putAll(tableName, [item], parts);
  const body = { TableName: tableName, Key: { pk: entry['pk'], sk: entry['sk'] } };
  await callDatabase('DeleteItem', body, parts);
}

const keyOf = (item: JsonObject): string => JSON.stringify([item['pk'], item['sk']]);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
