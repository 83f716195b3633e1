/** Days counted from their rows: the last ones every day, and once everything from before there were counters. */
import { isoAfter } from '../kernel/clock.ts';
import { countDayOfRows } from './count-day-of-rows.ts';
import type { Running } from './counting-run.ts';
import type { Counters, MonthView } from '../history/counters.ts';
import { monthAfter, monthOf } from '../history/months.ts';
import { dayOf, recountDays, recountMonths } from './recount-hour.ts';

/** Name of the mark that holds on which day how many of the last days were counted from the rows. */
export const LAST_DAYS_MARK = 'count-last-days';

/** Today and the three days before. */
export const LAST_DAYS = 4;
const DAY_SECONDS = 86_400;

/** The net under everything: a change that no event told of, a card that no writer brought along. */
export const countLastDays = async (running: Running, began: Date): Promise<void> => {
  const today = dayOf(began.toISOString());
  const [day, counted] = ((await running.marks.read(LAST_DAYS_MARK)) ?? '').split('#');
  for (let back = day === today ? Number(counted) : 0; back < LAST_DAYS; back += 1) {
    if (!running.hasTime()) return;
    await countRows(running, dayOf(isoAfter(began, -back * DAY_SECONDS)));
    await running.marks.write(LAST_DAYS_MARK, `${today}#${String(back + 1)}`);
  }
};

/** Older than every row. */
export const EVERYTHING = '0000-01-01T00:00:00.000Z';

/** From the newest day that was not counted yet back to the oldest row; days without rows are stepped over. */
export const countBack = async (running: Running): Promise<void> => {
  const { counters, rows, hasTime } = running;
  for (;;) {
    const { since } = await counters.progress();
    if (since === undefined || since === EVERYTHING || !hasTime()) return;
    const newest = await rows.newestBefore(since);
    if (newest === undefined) {
      await counters.keepProgress({ since: EVERYTHING });
      return;
    }
    await countRows(running, dayOf(newest));
    await counters.keepProgress({ since: `${dayOf(newest)}T00:00:00.000Z` });
  }
};

/** Name of the mark that holds the month up to which all months that are over have a sum of their own. */
export const MONTHS_MARK = 'count-months';

/** The one that is written last: with it are the others. */
const LAST_VIEW: MonthView = 'manner';

/** Longer than anything is kept. */
const MOST_MONTHS = 120;

/** Name of the mark that holds the month down to which days that were counted before there were views of them have some. */
export const VIEWS_MARK = 'count-views';

/** Once, month by month: days and months that were counted before there were views of days. Nothing but counters is read. */
export const seeDays = async (running: Running, began: Date): Promise<void> => {
  const { counters, marks, hasTime } = running;
  const { until, viewed } = await counters.progress();
  if (until === undefined || viewed !== undefined) return;
  const present = monthOf(began.toISOString());
  const oldest = monthAfter(present, -MOST_MONTHS);
  let month = (await marks.read(VIEWS_MARK)) ?? monthAfter(present);
  while (month > oldest) {
    if (!hasTime()) return;
    month = monthAfter(month, -1);
    await seeMonth(running, month);
    await marks.write(VIEWS_MARK, month);
  }
  await counters.keepProgress({ viewed: began.toISOString() });
};

/** Counts the days of a month again from their hours, and the month from its days. */
export const seeMonth = async (
  effects: Parameters<typeof recountDays>[0] & { readonly counters: Pick<Counters, 'days'> },
  month: string,
): Promise<void> => {
  const days = await effects.counters.days(`${month}-01`, `${monthAfter(month)}-01`);
  await recountDays(
    effects,
    days.map(({ bucket }) => bucket),
  );
  await recountMonths(effects, [month]);
};

/** Once a month: of months that were counted before there were counters of months, the sums. */
export const sumMonths = async (running: Running, began: Date): Promise<void> => {
  const { counters, marks, hasTime } = running;
  const present = monthOf(began.toISOString());
  if ((await marks.read(MONTHS_MARK)) === present) return;
  const oldest = monthAfter(present, -MOST_MONTHS);
  const known = new Set((await counters.months(oldest, present, LAST_VIEW)).map(({ bucket }) => bucket));
  for (let month = monthAfter(present, -1); month >= oldest; month = monthAfter(month, -1)) {
    if (known.has(month)) continue;
    if (!hasTime()) return;
    await recountMonths(running, [month]);
  }
  await marks.write(MONTHS_MARK, present);
};

const countRows = async (running: Running, day: string): Promise<void> => {
  const { mended } = await countDayOfRows(running, day);
  running.done.daysOfRows += 1;
  running.done.cardsMended += mended;
};
