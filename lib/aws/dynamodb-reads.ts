/** The audit of reads on DynamoDB: events of the history, in one partition for each day. */
import type { EventLog } from '../history/history-event.ts';
import { quarterOf, READ_PREFIX, readEventOf, readsOfDay, readsPageOf } from '../history/read-event.ts';
import type { Reads } from '../history/reads.ts';
import { readEvent } from './dynamodb-events.ts';
import { queryAll, type Table } from './table.ts';
import { EVENT_PREFIX, eventKey } from './table-keys.ts';

interface Parts {
  readonly table: Table;
  readonly events: Pick<EventLog, 'note'>;
}

export const dynamoDbReads = ({ table, events }: Parts): Reads => {
  /** Names that this process wrote in the present quarter: a page that asks again spares the write. */
  const written = { quarter: '', names: new Set<string>() };

  return {
    note: async (read) => {
      const quarter = quarterOf(read.at);
      if (written.quarter !== quarter) {
        written.quarter = quarter;
        written.names.clear();
      }
      const event = readEventOf(read);
      if (written.names.has(event.name)) return;
      await events.note([event]);
      written.names.add(event.name);
    },

    ofDay: async (day, limit, before) => {
      const partition = readsOfDay(day);
      const items = await queryAll(table, {
        condition: 'pk = :pk AND begins_with(sk, :read)',
        values: { ':pk': eventKey(partition, '').pk, ':read': `${EVENT_PREFIX}${READ_PREFIX}` },
        newestFirst: true,
        limit: limit + 1,
        ...(before === undefined ? {} : { startAfter: eventKey(partition, before) }),
      });
      return readsPageOf(items.map(readEvent), limit);
    },
  };
};
