/**
 * Every half hour: what was put aside is taken up again. Records that could not be written down, or not be handed over, are
 * recorded as if they had just come, marked as late; recording the same twice changes nothing. Wake-ups are thrown
 * away: the ledger has what they named. What fails again stays where it is, with its alarm. After an outage there are
 * thousands of them: they are taken up for as long as the others who need the time can spare it.
 */
import type { DeadLetter, DeadLetters } from '../history/dead-letters.ts';
import { judgeEvent } from './judge-event.ts';
import { recordEvent } from './record-event.ts';
import type { RecordEffects } from './record-row.ts';

export interface RedriveEffects extends RecordEffects {
  /** Of `record`, and of the rules before it. */
  readonly recordLetters: readonly DeadLetters[];
  /** Of `deliver`. */
  readonly wakeUpLetters: DeadLetters;
  /** Until the function is ended. */
  readonly remainingMs: () => number;
}

export interface Redriven {
  /** Letters that held a record, and are gone now. */
  readonly recorded: number;
  readonly wakeUps: number;
  /** Letters that stay. */
  readonly failed: number;
}

/** What a queue hands out at once. They are dealt with side by side, as `record` would have. */
const AT_ONCE = 10;
/** For whatever else looks back every half hour, CloudTrail above all; the next run takes up the rest. */
const TIME_FOR_OTHERS_MS = 150_000;
/** Then it is no matter of single letters: the rest of the queue is left for the next run. */
const FAILED_IN_A_ROW = 50;

/** Throws when a queue does not answer, once the others have been worked off. */
export const redriveDeadLetters = async (effects: RedriveEffects): Promise<Redriven> => {
  const total = { recorded: 0, wakeUps: 0, failed: 0 };
  const recording = effects.recordLetters.map(async (letters) => {
    const taken = await takeUp(effects, letters, (letter) => recordLetter(effects, letter));
    total.recorded += taken.done;
    total.failed += taken.failed;
  });
  const forgetting = takeUp(effects, effects.wakeUpLetters, () => Promise.resolve()).then((taken) => {
    total.wakeUps += taken.done;
    total.failed += taken.failed;
  });
  // Side by side, because each queue is waited for.
  const ended = await Promise.allSettled([...recording, forgetting]);
  effects.metrics.count('DeadLetterRecorded', total.recorded);
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return total;
};

/** An old sign of life says nothing about the present. */
const recordLetter = async (effects: RecordEffects, { body }: DeadLetter): Promise<void> => {
  if (judgeEvent(effects.policy, body).kind === 'heartbeat') return;
  await recordEvent(effects, body, 'sweep');
};

interface Taken {
  readonly done: number;
  readonly failed: number;
}

/** Removes each letter once it was dealt with. One that fails keeps nobody else back. */
const takeUp = async (
  { logger, remainingMs }: RedriveEffects,
  letters: DeadLetters,
  deal: (letter: DeadLetter) => Promise<void>,
): Promise<Taken> => {
  const counted = { done: 0, failed: 0 };
  const takeUpOne = async (letter: DeadLetter): Promise<boolean> => {
    try {
      await deal(letter);
      await letters.remove(letter);
      return true;
    } catch (cause) {
      logger.error('dead-letter-failed', { bytes: letter.body.length }, cause);
      return false;
    }
  };
  for (let failedInARow = 0; failedInARow < FAILED_IN_A_ROW && remainingMs() > TIME_FOR_OTHERS_MS; ) {
    const received = await letters.receive(AT_ONCE);
    if (received.length === 0) break;
    const done = (await Promise.all(received.map(takeUpOne))).filter(Boolean).length;
    counted.done += done;
    counted.failed += received.length - done;
    failedInARow = done > 0 ? 0 : failedInARow + received.length;
  }
  return counted;
};
