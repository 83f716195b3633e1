/**
 * The last minutes as the product leaves them: the sweep counted some minutes ago, accesses were recorded since, and somebody
 * reviewed some of other days. Whoever counts has to look at all of them again.
 */
import { dynamoDbCounters } from '../lib/aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../lib/aws/dynamodb-events.ts';
import type { Table } from '../lib/aws/table.ts';
import { itemOfRow } from '../lib/aws/write-row.ts';
import type { AccessRow } from '../lib/history/access-row.ts';
import type { HistoryEvent } from '../lib/history/history-event.ts';
import { rowSnapshotEvent } from '../lib/history/make-events.ts';
import { isoAfter } from '../lib/kernel/clock.ts';
import { monthAfter, monthOf } from '../lib/history/months.ts';
import { seeMonth } from '../lib/usecases/count-from-rows.ts';
import { recountMonths } from '../lib/usecases/recount-hour.ts';
import { CLOCK } from './believable-organisation.ts';
import { YEAR } from './bench-questions.ts';
import { believableRow, END } from './believable-row.ts';

const LAST_RUN = isoAfter(new Date(END), -4 * 60);
const EVERYTHING = '0000-01-01T00:00:00.000Z';
const REVIEWED = 8;

/** Twice the same is the same. */
export const makePresent = async (table: Table, rows: number): Promise<void> => {
  const events = dynamoDbEvents({ table, clock: CLOCK });
  for (const row of rowsSince(LAST_RUN, rows)) {
    await table.put(itemOfRow(row));
    await events.note([rowSnapshotEvent(row)]);
  }
  // Some hundred accesses apart, so that each is of another hour.
  const apart = Math.floor(rows / 300);
  for (let n = 1; n <= REVIEWED; n += 1)
    await events.note([reviewedEvent(believableRow(rows - n * apart, rows))]);
  await sumMonths(table);
  await dynamoDbCounters(table).keepProgress({ until: LAST_RUN, since: EVERYTHING });
};

/** As the sweep does; what is there is not summed again. */
const sumMonths = async (table: Table): Promise<void> => {
  const counters = dynamoDbCounters(table);
  const [first, present] = [monthOf(YEAR.from), monthOf(END)];
  const known = new Set((await counters.months(first, present, 'manner')).map(({ bucket }) => bucket));
  const { viewed } = await counters.progress();
  for (let month = first; month <= present; month = monthAfter(month)) {
    const seen = await counters.daysSeen(`${month}-01`, `${monthAfter(month)}-01`, 'manner');
    if (viewed === undefined && seen.length === 0) await seeMonth({ counters, clock: CLOCK }, month);
    else if (month < present && !known.has(month)) await recountMonths({ counters, clock: CLOCK }, [month]);
  }
  await counters.keepProgress({ viewed: END });
};

/** The newest one at least. */
function* rowsSince(time: string, rows: number): Generator<AccessRow> {
  for (let n = rows - 1; n >= 0; n -= 1) {
    const row = believableRow(n, rows);
    yield row;
    if (row.time < time) return;
  }
}

const reviewedEvent = ({ accessId, time }: AccessRow): HistoryEvent => ({
  schemaVersion: 1,
  accessId,
  name: 'reviewed#0001',
  kind: 'reviewed',
  at: time,
  body: { accessTime: time },
});
