/**
 * Every five minutes: hours in which something changed are counted again from their cards, and the days that hold them
 * from their hours. Counting again gives the same, so a run may end anywhere: how far it came is kept only when all that
 * was noted up to then is counted. A row may be there a moment before its event is: the event makes its hour be counted
 * again. Once a day the last three days are counted from the rows, whatever the events say, and in each run one of
 * the days before; and once, hour by hour back to the oldest row, everything from before there were counters.
 */
import type { Change } from '../history/changes.ts';
import { hourAfter, hourOf, SETTLE_SECONDS } from '../history/hours.ts';
import { isoAfter } from '../kernel/clock.ts';
import { countBack, countLastDays, seeDays, sumMonths } from './count-from-rows.ts';
import { countInTurn } from './count-in-turn.ts';
import type { CountingEffects, Doing, Running } from './counting-run.ts';
import { dayOf, recountDays, recountHour, recountMonths } from './recount-hour.ts';
import { repairReviews } from './repair-reviews.ts';
import { ringFoundOut } from './ring-found-out.ts';

/** What a run did, in numbers. */
export interface CountingRun {
  readonly hoursCounted: number;
  readonly daysCounted: number;
  /** Counted from the rows. */
  readonly daysOfRows: number;
  /** Older ones, counted from the rows again because it was their turn. */
  readonly daysInTurn: number;
  readonly cardsMended: number;
  readonly reviewsLookedAt: number;
  /** Announced accesses of which people had to be told after all, and were not. */
  readonly rungLate: number;
  /** Seconds up to which is not counted yet: more than some minutes only after a long silence, or in a storm. */
  readonly behind: number;
  readonly stepsFailed: number;
}

/** A full hour of a storm, and what ends a run. */
const TIME_FOR_A_STEP_MS = 60_000;

export const countHours = async (effects: CountingEffects): Promise<CountingRun> => {
  const began = effects.clock.now();
  const done: Doing = {
    hoursCounted: 0,
    daysCounted: 0,
    daysOfRows: 0,
    daysInTurn: 0,
    cardsMended: 0,
    reviewsLookedAt: 0,
    rungLate: 0,
    stepsFailed: 0,
  };
  const hasTime = (): boolean => (effects.remainingMs?.() ?? TIME_FOR_A_STEP_MS) >= TIME_FOR_A_STEP_MS;
  const running: Running = { ...effects, hasTime, done };
  await step(running, 'changes', () => countChanges(running, began.toISOString()));
  await step(running, 'last-days', () => countLastDays(running, began));
  await step(running, 'oldest', () => countBack(running));
  await step(running, 'views', () => seeDays(running, began));
  await step(running, 'months', () => sumMonths(running, began));
  await step(running, 'turn', () => countInTurn(running, began));
  effects.metrics.count('SweepStepFailed', done.stepsFailed);
  const { until = began.toISOString() } = await effects.counters.progress();
  return { ...done, behind: Math.round(Math.max(0, (began.getTime() - Date.parse(until)) / 1000)) };
};

/** No step keeps the next from its turn by failing. */
const step = async ({ done, logger }: Running, name: string, run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (cause) {
    done.stepsFailed += 1;
    logger.error('sweep-step-failed', { step: `count-${name}` }, cause);
  }
};

/** So many seconds of noted events are taken up at once: after a long silence a run comes as far as it can. */
const SLICE_SECONDS = 3600;

/** What is noted lies in the index ten minutes later at the latest: so long each event is seen by every run. */
const countChanges = async (running: Running, now: string): Promise<void> => {
  const { counters, changes, hasTime } = running;
  const { until } = await counters.progress();
  if (until === undefined) await begin(running, now);
  let from = until ?? now;
  do {
    if (!hasTime()) return;
    const to = earlier(isoAfter(new Date(from), SLICE_SECONDS), now);
    const isLast = to === now;
    const noted = await changes.noted({
      from: isoAfter(new Date(from), -SETTLE_SECONDS),
      // Nothing is noted later than now, but by clocks that differ.
      to: isLast ? isoAfter(new Date(to), SETTLE_SECONDS) : to,
    });
    await repairReviews(running, noted);
    await ringFoundOut(running, noted);
    // Last of all what every run counts anew, or a run that has little time would never come to anything else.
    const isCounted =
      (await countDirty(running, dirtyHours(noted))) &&
      (!isLast || (await countDirty(running, presentHours(now))));
    if (!isCounted) return;
    await counters.keepProgress({ until: to });
    from = to;
  } while (from < now);
};

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** From here on every event is followed; what is older is counted from the rows, day by day. */
const begin = async ({ counters }: Running, now: string): Promise<void> => {
  const tomorrow = `${hourAfter(`${dayOf(now)}T23`)}:00:00.000Z`;
  await counters.keepProgress({ since: tomorrow, viewed: now });
};

/** Hours with the moment of the last event that tells of a change in them. */
type DirtyHours = ReadonlyMap<string, string>;

const dirtyHours = (changes: readonly Change[]): DirtyHours => {
  const hours = new Map<string, string>();
  for (const { accessTime, notedAt } of changes) {
    const hour = hourOf(accessTime);
    const known = hours.get(hour);
    if (known === undefined || known < notedAt) hours.set(hour, notedAt);
  }
  return hours;
};

/** The present hour and the one before are counted in any case: their rows may be there before their events. */
const presentHours = (now: string): DirtyHours =>
  new Map([hourAfter(hourOf(now), -1), hourOf(now)].map((hour) => [hour, now]));

/** A run that ended early is gone on with: what it counted long enough after the last change need not be counted again. */
const countDirty = async (running: Running, dirty: DirtyHours): Promise<boolean> => {
  const { counters, done, hasTime } = running;
  const hours = [...dirty.keys()].sort().reverse();
  const days = [...new Set(hours.map(dayOf))];
  for (const day of days) {
    const counted = await counters.hours(`${day}T00`, hourAfter(`${day}T23`));
    const countedAt = new Map(counted.map((counter) => [counter.bucket, counter.countedAt]));
    const wanted = hours.filter(
      (hour) => dayOf(hour) === day && !isSettled(countedAt.get(hour), dirty.get(hour) ?? '~'),
    );
    for (const hour of wanted) {
      if (!hasTime()) return false;
      await recountHour(
        running,
        hour,
        counted.find(({ bucket }) => bucket === hour),
      );
      done.hoursCounted += 1;
    }
    // Also when no hour was left to count: the run that counted them may have ended before it came to the day.
    await recountDays(running, [day]);
    done.daysCounted += 1;
  }
  await recountMonths(running, days);
  return true;
};

const isSettled = (countedAt: string | undefined, notedAt: string): boolean =>
  countedAt !== undefined && countedAt > isoAfter(new Date(notedAt), SETTLE_SECONDS);
