/** Days counted from their rows: the last ones every day, and once everything from before there were counters. */
import { isoAfter } from '../kernel/clock.ts';
import { countDayOfRows } from './count-day-of-rows.ts';
import type { Running } from './counting-run.ts';
import { dayOf } from './recount-hour.ts';

/** Name of the mark that holds on which day how many of the last days were counted from the rows. */
export const LAST_DAYS_MARK = 'count-last-days';

/** Today and the three days before. */
const LAST_DAYS = 4;
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
const EVERYTHING = '0000-01-01T00:00:00.000Z';

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

const countRows = async (running: Running, day: string): Promise<void> => {
  const { mended } = await countDayOfRows(running, day);
  running.done.daysOfRows += 1;
  running.done.cardsMended += mended;
};
