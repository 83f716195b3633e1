import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAt, textAt } from '../../lib/kernel/json.ts';
import { type Endpoint, startDatabase } from '../../local/database.ts';
import { moveToIndexes } from '../../local/move-table.ts';
import { callDatabase, type DatabaseParts, putAll, scanAll } from '../../local/table-items.ts';
import { eventually } from './fixtures/eventually.ts';

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const tableWith = (indexes: readonly string[], name = 'history') => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: ['pk', 'sk', ...indexes.flatMap((index) => [`${index}Key`, `${index}Sort`])].map(
    (AttributeName) => ({ AttributeName, AttributeType: 'S' }),
  ),
  GlobalSecondaryIndexes: indexes.map((index) => ({
    IndexName: index,
    KeySchema: keys(`${index}Key`, `${index}Sort`),
    Projection: { ProjectionType: 'ALL' },
  })),
});

const OLD = tableWith(['list']);
const NEW = tableWith(['list', 'time']);
const ITEMS = Array.from({ length: 60 }, (_each, n) => ({
  pk: { S: `access#${String(n)}` },
  sk: { S: 'row' },
  timeKey: { S: 'cards#2026-11' },
  timeSort: { S: String(n).padStart(2, '0') },
}));

let folder: string;
let database: Endpoint;
let parts: DatabaseParts;

const create = async (table: { readonly TableName: string }): Promise<void> => {
  await callDatabase('CreateTable', table, parts);
  const { TableName } = table;
  await eventually('it is there', async () => {
    const described = await callDatabase('DescribeTable', { TableName }, parts);
    return textAt(described, 'Table', 'TableStatus') === 'ACTIVE';
  });
};

const tables = async (): Promise<readonly unknown[]> =>
  listAt(await callDatabase('ListTables', {}, parts), 'TableNames');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'move-'));
  database = await startDatabase(join(folder, 'db'));
  parts = { databaseUrl: database.url, region: 'us-east-1' };
  await create(OLD);
  await putAll('history', ITEMS, parts);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const found = async (): Promise<{
  readonly items: number;
  readonly inIndex: number;
  readonly tables: unknown;
}> => ({
  items: (await scanAll({ TableName: 'history' }, parts)).length,
  inIndex: (await scanAll({ TableName: 'history', IndexName: 'time' }, parts)).length,
  tables: listAt(await callDatabase('ListTables', {}, parts), 'TableNames'),
});
const MOVED = { items: 60, inIndex: 60, tables: ['history'] };

describe('A table of an earlier version', () => {
  it('gets the indexes of this one, with everything that is in it', async () => {
    await moveToIndexes(NEW, parts);
    expect(await found()).toEqual(MOVED);
    await moveToIndexes(NEW, parts);
    expect(await found()).toEqual(MOVED);
  });

  it('is moved again when the first move was killed before its copy was complete', async () => {
    await create(tableWith(['list', 'time'], 'history-moving'));
    await putAll('history-moving', ITEMS.slice(0, 7), parts);
    await moveToIndexes(NEW, parts);
    expect(await found()).toEqual(MOVED);
  });

  it('is completed when the first move was killed on its way back', async () => {
    await create(tableWith(['list', 'time'], 'history-moving'));
    await putAll('history-moving', ITEMS, parts);
    await callDatabase('DeleteTable', { TableName: 'history' }, parts);
    await eventually('it is gone', async () => !(await tables()).includes('history'));
    await create(NEW);
    await putAll('history', ITEMS.slice(0, 30), parts);
    await moveToIndexes(NEW, parts);
    expect(await found()).toEqual(MOVED);
  });
});
