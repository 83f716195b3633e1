/** Whether the sums over a day were counted before something in it was: by when they were counted, not by what they say. */
import { type Counter, type Counters, MONTH_VIEWS } from '../history/counters.ts';
import { monthAfter, monthOf } from '../history/months.ts';
import type { Clock } from '../kernel/clock.ts';

export interface SumEffects {
  readonly counters: Pick<Counters, 'days' | 'daysSeen' | 'months'>;
  readonly clock: Clock;
}

/** `hours`: all that were counted of the day. */
export const hasStaleSums = async (
  { counters, clock }: SumEffects,
  day: string,
  hours: readonly Counter[],
): Promise<boolean> => {
  if (hours.length === 0) return false;
  const month = monthOf(day);
  const isOver = month < monthOf(clock.now().toISOString());
  const [days, ...seen] = await Promise.all([
    counters.days(day, `${day}~`),
    ...MONTH_VIEWS.map((view) => counters.daysSeen(day, `${day}~`, view)),
  ]);
  const sums = [days, ...seen];
  if (!sums.every((sum) => isSumOf(sum, hours))) return true;
  if (!isOver) return false;
  const months = await Promise.all(
    MONTH_VIEWS.map((view) => counters.months(month, monthAfter(month), view)),
  );
  return !months.every((sum) => isSumOf(sum, seen.flat()));
};

const isSumOf = ([sum]: readonly Counter[], parts: readonly Counter[]): boolean =>
  sum !== undefined && parts.every(({ countedAt }) => countedAt <= sum.countedAt);
