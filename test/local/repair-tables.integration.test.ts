import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAt, textAt } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import { startDatabase } from '../../local/database.ts';
import { repairAfterKill } from '../../local/repair-tables.ts';
import type { Topology } from '../../local/topology.ts';
import { eventually } from './fixtures/eventually.ts';

const region = 'us-east-1';
const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const TABLE = {
  TableName: 'history',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: ['pk', 'sk', 'dueKey', 'dueSort'].map(text),
  GlobalSecondaryIndexes: [
    { IndexName: 'due', KeySchema: keys('dueKey', 'dueSort'), Projection: { ProjectionType: 'ALL' } },
  ],
};
const topology = { tables: [TABLE] } as unknown as Topology;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repair-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const item = (pk: string, due?: string) => ({
  pk: { S: pk },
  sk: { S: 'delivery' },
  ...(due === undefined ? {} : { dueKey: { S: 'delivery' }, dueSort: { S: due } }),
});

/** Runs something against the database on the folder, then closes it as a kill would leave it. */
const withDatabase = async <T>(
  run: (ask: (action: string, body: object) => Promise<object>, url: string) => Promise<T>,
): Promise<T> => {
  const database = await startDatabase(join(folder, 'db'));
  const ask = (action: string, body: object) =>
    callAwsJson({
      endpointUrl: database.url,
      region,
      target: `DynamoDB_20120810.${action}`,
      body: { ...body },
    });
  try {
    return await run(ask, database.url);
  } finally {
    await database.close();
  }
};

/** Changes the index behind the database's back: what a kill between two writes leaves. */
const spoil = async (
  what: 'items' | 'index',
  change: (store: IndexStore) => Promise<void>,
): Promise<void> => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { create } = require('dynalite/db') as { create: (options: object) => Store };
  const store = create({ path: join(folder, 'db') });
  const index = what === 'items' ? store.getItemDb('history') : store.getIndexDb('global', 'history', 'due');
  await change({
    keys: () =>
      new Promise((resolve, reject) => {
        const found: string[] = [];
        index
          .createKeyStream()
          .on('data', (key: string) => found.push(key))
          .on('end', () => resolve(found))
          .on('error', reject);
      }),
    remove: (key) =>
      new Promise((resolve, reject) => index.del(key, (error) => (error ? reject(error) : resolve()))),
  });
  await new Promise((resolve) => store.db.close(resolve));
};

interface IndexStore {
  readonly keys: () => Promise<readonly string[]>;
  readonly remove: (key: string) => Promise<void>;
}
interface Sublevel {
  createKeyStream: () => NodeJS.ReadableStream;
  del: (key: string, done: (error?: Error) => void) => void;
}
interface Store {
  readonly db: { close: (done: (value: unknown) => void) => void };
  readonly getIndexDb: (...names: readonly string[]) => Sublevel;
  readonly getItemDb: (name: string) => Sublevel;
}

const due = (ask: (action: string, body: object) => Promise<object>) =>
  ask('Query', {
    TableName: 'history',
    IndexName: 'due',
    KeyConditionExpression: 'dueKey = :key',
    ExpressionAttributeValues: { ':key': { S: 'delivery' } },
  }).then((answer) =>
    listAt(answer, 'Items').map((found) => [textAt(found, 'pk', 'S'), textAt(found, 'dueSort', 'S')]),
  );

describe('A table whose laptop was killed between an item and its index', () => {
  const prepare = () =>
    withDatabase(async (ask) => {
      await ask('CreateTable', TABLE);
      // A table made a moment ago may still be CREATING.
      await eventually('the table is active', async () => {
        const { Table } = Object(await ask('DescribeTable', { TableName: 'history' }));
        return Table.TableStatus === 'ACTIVE';
      });
      for (const each of [item('lost', '1'), item('kept', '2'), item('settled')]) {
        await ask('PutItem', { TableName: 'history', Item: each });
      }
    });

  const repair = (marker: string) =>
    withDatabase(async (ask, databaseUrl) => {
      await repairAfterKill(topology, { databaseUrl, region, marker });
      return due(ask);
    });

  it('finds what the index had lost', async () => {
    await prepare();
    await spoil('index', async (index) => {
      for (const key of await index.keys()) await index.remove(key);
    });
    const marker = join(folder, 'running');
    await writeFile(marker, '');
    expect(await repair(marker)).toEqual([
      ['lost', '1'],
      ['kept', '2'],
    ]);
  });

  it('forgets entries whose item is gone', async () => {
    await prepare();
    await spoil('items', async (items) => {
      for (const key of await items.keys()) await items.remove(key);
    });
    const marker = join(folder, 'running');
    await writeFile(marker, '');
    expect(await repair(marker)).toEqual([]);
  });

  it('is left alone after a clean stop', async () => {
    await prepare();
    await spoil('index', async (index) => {
      for (const key of await index.keys()) await index.remove(key);
    });
    expect(await repair(join(folder, 'running'))).toEqual([]);
  });
});
