/** Seals in the table: one partition, one item for each hour; and when the sealing began. */
import type { Seal, Seals } from '../history/seal.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { SEALING, sealKey, SEALS } from './table-keys.ts';

export const dynamoDbSeals = (table: Table): Seals => ({
  latest: async (upToHour = '~') => {
    const { items } = await table.query({
      condition: 'pk = :pk AND sk <= :to',
      values: { ':pk': SEALS, ':to': upToHour },
      newestFirst: true,
      limit: 1,
    });
    return items.map(readSeal)[0];
  },

  between: async (fromHour, toHour) => {
    // DynamoDB refuses a range whose end lies before its beginning.
    if (toHour < fromHour) return [];
    const items = await queryAll(table, {
      condition: 'pk = :pk AND sk BETWEEN :from AND :to',
      values: { ':pk': SEALS, ':from': fromHour, ':to': toHour },
    });
    return items.map(readSeal);
  },

  write: async (seal) => {
    const item = { ...sealKey(seal.hour), ...seal };
    const written = await table.put(item, { expression: 'attribute_not_exists(pk)' });
    return written.kind === 'written';
  },

  begin: async (at) => {
    const written = await table.put({ ...SEALING, at }, { expression: 'attribute_not_exists(pk)' });
    return written.kind === 'written' ? at : (readBegun(written.item) ?? at);
  },

  begunAt: async () => readBegun(await table.get(SEALING)),
});

const readBegun = (item: Item | undefined): string | undefined =>
  typeof item?.['at'] === 'string' ? item['at'] : undefined;

/** Whatever else somebody wrote into the item shows in the comparison with the anchor. */
const readSeal = ({ pk, sk, ...seal }: Item): Seal => seal as unknown as Seal;
