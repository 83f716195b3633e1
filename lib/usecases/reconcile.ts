/**
 * Every half hour: everything that looks back. Dead letters, subscriptions, the last record, and last of all, because it
 * takes what time there is, CloudTrail; what is left of it goes into the baselines. No step keeps the next from its turn.
 */
import { type Baselines, buildBaseline } from './build-baseline.ts';
import { measureSilence } from './measure-silence.ts';
import {
  type ReconcileEffects as TrailEffects,
  type Reconciliation,
  reconcileTrail,
} from './reconcile-trail.ts';
import { type Redriven, redriveDeadLetters, type RedriveEffects } from './redrive-dead-letters.ts';
import { type WatchEffects, type Watched, watchSubscriptions } from './watch-subscriptions.ts';

export type ReconcileEffects = TrailEffects & RedriveEffects & WatchEffects;

/** What a run did, in numbers. */
export interface Reconciled extends Reconciliation, Baselines {
  readonly lettersRecorded: number;
  readonly lettersFailed: number;
  readonly unconfirmed: number;
  readonly stepsFailed: number;
}

export const reconcile = async (effects: ReconcileEffects): Promise<Reconciled> => {
  let stepsFailed = 0;
  const step = async <T>(name: string, run: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await run();
    } catch (cause) {
      stepsFailed += 1;
      effects.logger.error('sweep-step-failed', { step: name }, cause);
      return otherwise;
    }
  };
  const letters = await step('dead-letters', () => redriveDeadLetters(effects), NO_LETTERS);
  const topics = await step('subscriptions', () => watchSubscriptions(effects), NO_TOPICS);
  await step('silence', () => measureSilence(effects), undefined);
  const trail = await step('trail', () => reconcileTrail(effects), NOTHING_ASKED);
  const baselines = await step('baseline', () => buildBaseline(effects), NO_BASELINES);
  stepsFailed += topics.unknown > 0 ? 1 : 0;
  effects.metrics.count('SweepStepFailed', stepsFailed);
  return {
    ...trail,
    ...baselines,
    lettersRecorded: letters.recorded,
    lettersFailed: letters.failed,
    unconfirmed: topics.unconfirmed,
    stepsFailed,
  };
};

const NO_LETTERS: Redriven = { recorded: 0, wakeUps: 0, failed: 0 };
const NO_TOPICS: Watched = { topics: 0, unconfirmed: 0, unknown: 0 };
const NO_BASELINES: Baselines = { baselinesCompleted: 0, baselinesOpen: 0 };
const NOTHING_ASKED: Reconciliation = { questions: 0, records: 0, missed: 0, failed: 0, unasked: 0 };
