/**
 * Every minute: whatever waits and is due is taken up again, windows of repeats and halves of role switches are settled,
 * the history notes what became of deliveries, and the sweep says that it lives. No step keeps the next from its turn: not
 * by failing, and not by taking all the time.
 */
import type { Ledger } from '../delivery/ledger.ts';
import { parseIso } from '../kernel/clock.ts';
import { noteAttempts } from './note-attempts.ts';
import type { RecordEffects } from './record-row.ts';
import { settleCopies } from './record-caller-copy.ts';
import { settleHalves } from './settle-halves.ts';
import { settleWindows } from './summarise-repeats.ts';
import { type WakeEffects, wakePending } from './wake-pending.ts';

/** What `record` is given: halves ring and windows are summed up here too. */
export interface SweepEffects extends RecordEffects, Pick<WakeEffects, 'digestFrom'> {
  readonly ledger: Ledger;
  /** Until the function is ended; without it there is always time. */
  readonly remainingMs?: () => number;
}

/** Windows, halves and attempts at their most, a store that is slow included. Digests are begun before that only. */
const TIME_FOR_OTHERS_MS = 200_000;
/** A step that is begun with less might not end; it has its turn again next minute. */
const TIME_FOR_A_STEP_MS = 30_000;

/** What a run did, in numbers. */
export interface PendingSweep {
  readonly woken: number;
  readonly digests: number;
  readonly down: number;
  /** Windows of repeats that were closed, and those among them in which something had repeated. */
  readonly windowsClosed: number;
  readonly windowsSummarised: number;
  readonly halvesJoined: number;
  readonly halvesRung: number;
  readonly halvesFailed: number;
  readonly copiesJoined: number;
  readonly copiesGivenUp: number;
  readonly copiesFailed: number;
  readonly noted: number;
  readonly stepsFailed: number;
}

export const sweepPending = async (effects: SweepEffects): Promise<PendingSweep> => {
  let stepsFailed = 0;
  const hasTime = (neededMs: number): boolean => (effects.remainingMs?.() ?? neededMs) >= neededMs;
  const step = async <T>(name: string, run: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      if (!hasTime(TIME_FOR_A_STEP_MS)) throw new Error('no time was left for it');
      return await run();
    } catch (cause) {
      stepsFailed += 1;
      effects.logger.error('sweep-step-failed', { step: name }, cause);
      return otherwise;
    }
  };
  const NOTHING_WOKEN = { woken: 0, digests: 0, down: 0, failed: 0 };
  await step('age', () => measureAge(effects), undefined);
  const waking = { ...effects, hasTime: () => hasTime(TIME_FOR_OTHERS_MS) };
  const { failed, ...woken } = await step('pending', () => wakePending(waking), NOTHING_WOKEN);
  const windows = await step('windows', () => settleWindows(effects), { summarised: 0, closed: 0 });
  const halves = await step('halves', () => settleHalves(effects), NO_HALVES);
  const copies = await step('copies', () => settleCopies(effects), NO_COPIES);
  const noted = await step('attempts', () => noteAttempts(effects), 0);
  stepsFailed += failed;
  effects.metrics.count('SweepStepFailed', stepsFailed);
  effects.metrics.count('SweepCompleted');
  const { closed: windowsClosed, summarised: windowsSummarised } = windows;
  return { ...woken, windowsClosed, windowsSummarised, ...halves, ...copies, noted, stepsFailed };
};

const NO_COPIES = { copiesJoined: 0, copiesGivenUp: 0, copiesFailed: 0 };
const NO_HALVES = { halvesJoined: 0, halvesRung: 0, halvesFailed: 0 };

/** How long somebody has not been told. */
const measureAge = async ({ ledger, clock, metrics }: SweepEffects): Promise<void> => {
  const now = clock.now();
  const oldest = parseIso((await ledger.oldestOpened()) ?? '') ?? now;
  metrics.seconds('DeliveryOldestPendingAge', Math.max(0, now.getTime() - oldest.getTime()) / 1000);
};
