/** One hour counted from its cards, a day from its hours, and a month that is over from its days. */
import type { Card } from '../history/card.ts';
import { type CellKey, type Counter, type Counters, MONTH_VIEWS } from '../history/counters.ts';
import { beginOfHour, endOfHour, hourAfter } from '../history/hours.ts';
import type { CardIndex } from '../history/question.ts';
import { monthAfter, monthOf } from '../history/months.ts';
import { sumDay, sumMonth } from '../history/sum-month.ts';
import { sumTallies, type Tally, tallyCards } from '../history/tally.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import { retentionDaysOf } from './retention-days.ts';

export interface RecountEffects {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly counters: Pick<Counters, 'hours' | 'daysSeen' | 'write'>;
  readonly policy: Pick<Policy, 'accounts'>;
  readonly clock: Clock;
}

/** More than AWS lets anybody do; a card is some hundred bytes. */
const MOST_IN_AN_HOUR = 200_000;

/** The day of a moment or an hour. */
export const dayOf = (iso: string): string => iso.slice(0, 10);

/** `before`: what was counted of it last. */
export const recountHour = async (
  effects: RecountEffects,
  hour: string,
  before: Counter | undefined,
): Promise<void> => {
  const countedAt = effects.clock.now().toISOString();
  const question = { from: beginOfHour(hour), to: endOfHour(hour), filters: {} };
  const { cards, next } = await effects.cards.read(question, MOST_IN_AN_HOUR);
  if (next !== undefined) throw new Error(`the hour ${hour} holds more than can be counted`);
  const tally = before === undefined ? tallyCards(cards) : tallyLive(cards, liveAt(effects, hour, countedAt));
  await writeHour(effects, { hour, countedAt, before, tally });
};

interface CountedHour {
  readonly hour: string;
  /** ISO 8601: before the first card was read. */
  readonly countedAt: string;
  readonly before: Counter | undefined;
  /** Of what stays in the table for now (`liveAt`), or of everything in it when nothing was counted before. */
  readonly tally: Tally;
  /** What says the same as before stays as it was counted then. */
  readonly onlyIfOther?: boolean;
}

/**
 * Answers whether it wrote. Accesses whose retention is over leave the table, those of one account sooner than those of another: of such accounts
 * stays what was counted last, and the others are counted on.
 */
export const writeHour = async (
  effects: RecountEffects,
  { hour, countedAt, before, tally, onlyIfOther }: CountedHour,
): Promise<boolean> => {
  const isLive = liveAt(effects, hour, countedAt);
  const isFrozen = ({ accountId }: CellKey): boolean => !isLive(accountId);
  const frozen: Tally = {
    cells: before?.cells.filter(isFrozen) ?? [],
    top: before?.top.filter(({ cell }) => isFrozen(cell)) ?? [],
    topCut: before?.topCut ?? [],
  };
  const counted = frozen.cells.length === 0 ? tally : sumTallies([frozen, tally]);
  // Nothing is what an hour without a counter says as well.
  if (counted.cells.length === 0 && before === undefined) return false;
  if (onlyIfOther === true && before !== undefined && isSame(before, counted)) return false;
  await effects.counters.write({ bucket: hour, countedAt, ...counted });
  return true;
};

/** Both are in the order of their keys. */
const isSame = (one: Tally, other: Tally): boolean =>
  JSON.stringify([one.cells, one.top, one.topCut]) === JSON.stringify([other.cells, other.top, other.topCut]);

const tallyLive = (cards: readonly Card[], isLive: IsLive): Tally =>
  tallyCards(cards.filter(({ accountId }) => isLive(accountId)));

/** Of an account: whether none of the hour's accesses can have gone to the archive. */
export type IsLive = (accountId: string) => boolean;

/** While an hour is read and written, others may archive it: what is about to go counts as gone. */
const MARGIN_SECONDS = 3600;

/**
 * As it is for the whole of one counting, which began at `countedAt` (ISO 8601): an account that was live when its cards were
 * read and is not when the counter is written would be counted twice.
 */
export const liveAt = (
  { policy }: Pick<RecountEffects, 'policy'>,
  hour: string,
  countedAt: string,
): IsLive => {
  const begin = beginOfHour(hour);
  const at = new Date(countedAt);
  const known = new Map<string, boolean>();
  return (accountId) => {
    const seconds = MARGIN_SECONDS - retentionDaysOf(policy, accountId) * 86_400;
    const live = known.get(accountId) ?? begin >= isoAfter(at, seconds);
    known.set(accountId, live);
    return live;
  };
};

/** As a whole, and in every view, each of which keeps more values than all of their counts would leave room for. */
export const recountDays = async (
  effects: Pick<RecountEffects, 'counters' | 'clock'>,
  days: readonly string[],
): Promise<void> => {
  for (const day of days) {
    const countedAt = effects.clock.now().toISOString();
    const hours = await effects.counters.hours(`${day}T00`, hourAfter(`${day}T23`));
    if (hours.length === 0) continue;
    await effects.counters.write({ bucket: day, countedAt, ...sumTallies(hours) });
    for (const view of MONTH_VIEWS)
      await effects.counters.write({ bucket: day, countedAt, ...sumDay(hours, view) });
  }
};

/**
 * The months of these days, as sums of all their days; after every change of a day, and before that counts as counted. A month
 * that still goes on is told by its days.
 */
export const recountMonths = async (
  effects: Pick<RecountEffects, 'counters' | 'clock'>,
  days: readonly string[],
): Promise<void> => {
  for (const month of [...new Set(days.map(monthOf))]) {
    const countedAt = effects.clock.now().toISOString();
    if (month >= monthOf(countedAt)) continue;
    for (const view of MONTH_VIEWS) {
      const counted = await effects.counters.daysSeen(`${month}-01`, `${monthAfter(month)}-01`, view);
      if (counted.length === 0) continue;
      await effects.counters.write({ bucket: month, countedAt, ...sumMonth(counted, view) });
    }
  }
};
