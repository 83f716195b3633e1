/** Items as dynalite keeps them in LevelDB: each under its key, and once more in every index that it has keys for. */
import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite/db/index.js';
import type { Item } from '../lib/aws/table.ts';
import { attributesOf } from './attribute-of.ts';
import { TABLE } from './bench-table.ts';

export type Store = ClassicLevel<string, unknown>;

export interface Entry {
  readonly type: 'put';
  readonly key: string;
  readonly value: unknown;
}

/** The folder's store, open while `act` fills it: the database has it to itself afterwards. */
export const fillStore = async (folder: string, act: (store: Store) => Promise<void>): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const store: Store = new ClassicLevel(folder, {
    valueEncoding: 'json',
    writeBufferSize: 128 * 1024 * 1024,
  });
  await store.open();
  try {
    await act(store);
  } finally {
    await store.close();
  }
};

export const entriesOf = (item: Item): readonly Entry[] => {
  const value = attributesOf(item);
  const { puts } = dynalite.getIndexActions(TABLE.GlobalSecondaryIndexes, undefined, value, TABLE);
  return [
    { type: 'put', key: `item-${TABLE.TableName}~${dynalite.createKey(value, TABLE)}`, value },
    ...puts.map(
      ({ index, key, item: shown }): Entry => ({
        type: 'put',
        key: `index-global~${TABLE.TableName}~${index}~${key}`,
        value: shown,
      }),
    ),
  ];
};

export const tableEntry = (): Entry => ({
  type: 'put',
  key: `table~${TABLE.TableName}`,
  value: storedTable(),
});

/** As dynalite keeps a table that is ready. */
const storedTable = (): object => ({
  ...TABLE,
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  TableThroughputModeSummary: { TableThroughputMode: 'PAY_PER_REQUEST' },
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  GlobalSecondaryIndexes: TABLE.GlobalSecondaryIndexes.map((index) => ({
    ...index,
    IndexStatus: 'ACTIVE',
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  })),
  TableStatus: 'ACTIVE',
  CreationDateTime: 1_763_812_800,
  ItemCount: 0,
  TableSizeBytes: 0,
});
