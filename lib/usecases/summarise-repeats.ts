/**
 * A minute after a window of repeats has ended they are counted, and whoever was told of the first is told how many there
 * were. Interrupted anywhere and begun again, it says the same and says it once.
 */
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, Repeats } from '../history/access-row.ts';
import type { EventLog } from '../history/history-event.ts';
import { repeatsOf, summarisedEventOf } from '../history/make-events.ts';
import { isoAfter } from '../kernel/clock.ts';
import { newsOfRepeats, withLaterWords } from '../notification/compose-follow-up.ts';
import type { AnnounceEffects } from './announce-row.ts';
import { completeRow } from './complete-row.ts';
import { openFollowUps, toldFirst } from './open-follow-up.ts';
import { repeatedRow } from './repeated-row.ts';
import { wakeUp } from './wake-up.ts';
import { readerOf, wordRow } from './word-row.ts';

export interface SummariseEffects extends AnnounceEffects {
  readonly history: AccessHistory;
  readonly events: EventLog;
}

export interface SettledWindows {
  /** Windows in which something repeated. */
  readonly summarised: number;
  /** All windows that were closed, those included. */
  readonly closed: number;
}

/**
 * A repeat is decided upon before its row is written: longer than `record` may take (30 s), its clock be behind (15 s) and
 * the index lag.
 */
const SETTLES_AFTER_SECONDS = 60;
const AT_ONCE = 2_000;
/** Most windows saw no repeat and take two quick calls; side by side a storm of them is through within its minute. */
const SIDE_BY_SIDE = 10;

/** One window that cannot be settled does not keep the others open; it is due again next minute. */
export const settleWindows = async (effects: SummariseEffects): Promise<SettledWindows> => {
  const before = isoAfter(effects.clock.now(), -SETTLES_AFTER_SECONDS);
  const due = (await effects.history.windowsDue(before, AT_ONCE)).filter((row) => isOver(effects, row));
  const settled = { summarised: 0, closed: 0 };
  for (let start = 0; start < due.length; start += SIDE_BY_SIDE) {
    const some = due.slice(start, start + SIDE_BY_SIDE);
    for (const result of await Promise.all(some.map((row) => settleQuietly(effects, row)))) {
      if (result === 'failed') continue;
      settled.closed += 1;
      if (result === 'summarised') settled.summarised += 1;
    }
  }
  return settled;
};

/** Repeats that the sweep found are written by the sweep, which lives longer than `record`. */
const isOver = ({ clock }: SummariseEffects, { foundBy, countsRepeatsUntil = '' }: AccessRow): boolean =>
  foundBy !== 'sweep' || countsRepeatsUntil < isoAfter(clock.now(), -SWEEP_SETTLES_AFTER_SECONDS);
const SWEEP_SETTLES_AFTER_SECONDS = 360;

const settleQuietly = async (
  effects: SummariseEffects,
  row: AccessRow,
): Promise<'summarised' | 'quiet' | 'failed'> => {
  try {
    return await settleWindow(effects, row);
  } catch (cause) {
    effects.logger.error('window-not-settled', { accessId: row.accessId }, cause);
    return 'failed';
  }
};

/** Event, deliveries, row, in this order: what is done last is what takes the window off the list. */
const settleWindow = async (effects: SummariseEffects, row: AccessRow): Promise<'summarised' | 'quiet'> => {
  const { history, events } = effects;
  const counted = await history.repeatsOf(row.accessId);
  if (counted === undefined) {
    await history.closeWindow(row.accessId, undefined);
    return 'quiet';
  }
  const first: AccessDetail = (await history.find(row.accessId)) ?? { row, deliveries: [] };
  // An attempt that died after its event has fixed the number.
  const repeats = first.events?.map(repeatsOf).find((noted) => noted !== undefined) ?? counted;
  await events.note([summarisedEventOf(row.accessId, repeats)]);
  // A first whose recorder died before it opened them is told before it is said how often it repeated.
  await completeRow(effects, first);
  const opened = await openSummaries(effects, first, repeats);
  await history.closeWindow(row.accessId, repeats);
  await wakeUp(effects, opened);
  return 'summarised';
};

const openSummaries = (
  effects: SummariseEffects,
  first: AccessDetail,
  repeats: Repeats,
): Promise<readonly PendingDelivery[]> =>
  openFollowUps(effects, first, {
    part: 'repeats',
    say: (leg) => {
      const { edition } = leg;
      const reader = readerOf(effects, first.row, edition);
      const now = wordRow(effects, first.row, edition);
      const repeated = wordRow(effects, repeatedRow(first, first.row), edition);
      const later = { repeats, repeated, correction: first.row.corrections?.at(-1) };
      return {
        news: newsOfRepeats({ told: toldFirst(first, leg) ?? now, now: repeated }, repeats, reader),
        edited: withLaterWords(now, later, reader),
      };
    },
  });
