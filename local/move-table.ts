/**
 * A table of an earlier version, with the indexes of this one. DynamoDB adds indexes to a table; dynalite cannot, so its
 * items move into a new one. They lie in two tables at every moment, so that a kill in between loses nothing.
 */
import { listAt, type JsonObject, textAt } from '../lib/kernel/json.ts';
import { AwsCallRefused } from './aws-json.ts';
import { callDatabase, type DatabaseParts, putAll, scanAll } from './table-items.ts';

/** `table`: what `CreateTable` takes; the table is there. Nobody else may use it meanwhile. */
export async function moveToIndexes(table: JsonObject, parts: DatabaseParts): Promise<void> {
  const name = String(table['TableName']);
  const aside = `${name}-moving`;
  const [present, begun] = [await describe(name, parts), await describe(aside, parts)];
  if (indexesOf(present ?? {}) !== indexesOf(table)) {
    // One that was begun may be incomplete: the items are still in the table itself.
    if (begun !== undefined) await drop(aside, parts);
    await callDatabase('CreateTable', { ...table, TableName: aside }, parts);
    await copy(name, aside, parts);
    await drop(name, parts);
    await callDatabase('CreateTable', table, parts);
  } else if (begun === undefined) return;
  await copy(aside, name, parts);
  await drop(aside, parts);
}

const copy = async (from: string, to: string, parts: DatabaseParts): Promise<void> => {
  await active(to, parts);
  await putAll(to, await scanAll({ TableName: from }, parts), parts);
};

const drop = async (name: string, parts: DatabaseParts): Promise<void> => {
  await callDatabase('DeleteTable', { TableName: name }, parts);
  while ((await describe(name, parts)) !== undefined) await pause();
};

const active = async (name: string, parts: DatabaseParts): Promise<void> => {
  while (textAt(await describe(name, parts), 'TableStatus') !== 'ACTIVE') await pause();
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

const describe = async (name: string, parts: DatabaseParts): Promise<unknown> => {
  try {
    return (await callDatabase('DescribeTable', { TableName: name }, parts))['Table'];
  } catch (error) {
    if (error instanceof AwsCallRefused && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const indexesOf = (table: unknown): string =>
  listAt(table, 'GlobalSecondaryIndexes')
    .map((index) => textAt(index, 'IndexName') ?? '')
    .sort()
    .join();
