/**
 * Every day that still has rows is counted again in turn, one in each run of the sweep: for an older access that was changed
 * without an event, and for sums that an earlier version of the product did not know of.
 */
import { isoAfter } from '../kernel/clock.ts';
import { countDayOfRows } from './count-day-of-rows.ts';
import { EVERYTHING, LAST_DAYS } from './count-from-rows.ts';
import type { Running } from './counting-run.ts';
import { dayOf } from './recount-hour.ts';

/** Name of the mark that holds before which moment the next day is looked for, and how often it was begun in vain. */
export const TURN_MARK = 'count-turn';

/** A day that cannot be counted does not keep the others from their turn. */
const MOST_TRIES = 3;

const DAY_SECONDS = 86_400;

export const countInTurn = async (running: Running, began: Date): Promise<void> => {
  const { counters, marks, rows, hasTime, done } = running;
  const { since } = await counters.progress();
  // Before that, everything is being counted for the first time.
  if (since !== EVERYTHING || !hasTime()) return;
  // Later days are counted from their rows every day.
  const newest = beginOfDay(dayOf(isoAfter(began, -(LAST_DAYS - 1) * DAY_SECONDS)));
  const [marked = '', tried = '0'] = ((await marks.read(TURN_MARK)) ?? '').split('#');
  const before = marked === '' || marked > newest ? newest : marked;
  const row = await rows.newestBefore(before);
  if (row === undefined) return marks.write(TURN_MARK, `${newest}#0`);
  const day = dayOf(row);
  const next = `${beginOfDay(day)}#0`;
  if (Number(tried) >= MOST_TRIES) return marks.write(TURN_MARK, next);
  await marks.write(TURN_MARK, `${before}#${String(Number(tried) + 1)}`);
  const { mended } = await countDayOfRows(running, day);
  done.daysInTurn += 1;
  done.cardsMended += mended;
  await marks.write(TURN_MARK, next);
};

const beginOfDay = (day: string): string => `${day}T00:00:00.000Z`;
