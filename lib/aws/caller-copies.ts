/** Waiting copies on DynamoDB. */
import type { CallerCopy } from '../access/caller-copy.ts';
import type { CallerCopies } from '../history/caller-copies.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { COPY_DUE, copyKey, dueSort, INDEX } from './table-keys.ts';

export const dynamoDbCopies = (table: Table): CallerCopies => ({
  keep: async ({ copy, dueAt }) => {
    const { sharedEventId, eventId } = copy;
    await table.put(
      {
        ...copyKey(sharedEventId),
        dueKey: COPY_DUE,
        dueSort: dueSort(dueAt, sharedEventId),
        eventId,
        copy,
      },
      { expression: 'attribute_not_exists(pk) OR eventId = :id', values: { ':id': eventId } },
    );
  },

  find: async (sharedEventId) => {
    const item = await table.get(copyKey(sharedEventId));
    return item === undefined ? undefined : readCopy(item);
  },

  due: async (before, limit) => {
    const items = await queryAll(table, {
      index: INDEX.due,
      condition: 'dueKey = :key AND dueSort <= :before',
      values: { ':key': COPY_DUE, ':before': dueSort(before, '~') },
      limit,
    });
    return items.map(readCopy);
  },

  release: (sharedEventId) => table.remove(copyKey(sharedEventId)),
});

const readCopy = (item: Item): CallerCopy => item['copy'] as CallerCopy;
