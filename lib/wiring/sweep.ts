/** `sweep`: what EventBridge missed, what was not delivered, what is to be sealed, what is too old. */
import { archiveBucket } from '../aws/archive-bucket.ts';
import { cloudTrail } from '../aws/cloud-trail.ts';
import {
  connectBuckets,
  connectDeadLetters,
  connectSubscriptions,
  connectTrail,
} from '../aws/connect-sweep.ts';
import { deadLetterQueue } from '../aws/dead-letters.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { dynamoDbSeals } from '../aws/dynamodb-seals.ts';
import { listSubscriptions } from '../aws/list-subscriptions.ts';
import { sealBucket } from '../aws/seal-bucket.ts';
import {
  type AwsEnvironment,
  awsEnvironment,
  type SweepEnvironment,
  sweepEnvironment,
} from '../config/environment.ts';
import { lazily } from '../kernel/lazily.ts';
import { reconcile, type ReconcileEffects } from '../usecases/reconcile.ts';
import { retireRows } from '../usecases/retire-rows.ts';
import { sealHours } from '../usecases/seal-hours.ts';
import { sweepPending } from '../usecases/sweep-pending.ts';
import { openRecording, type Recording } from './record.ts';

export const SWEEP_TASKS = ['pending', 'reconcile', 'seal', 'retention'] as const;
export type SweepTask = (typeof SWEEP_TASKS)[number];

/** Runs one task and answers what it did, in numbers. */
export type WiredSweep = (
  task: SweepTask,
  remainingMs: () => number,
) => Promise<Readonly<Record<string, number>>>;

type RunTask = (remainingMs: () => number) => Promise<Readonly<Record<string, number>>>;

export const wireSweep = (): WiredSweep => {
  const environment = sweepEnvironment();
  const settings = awsEnvironment();
  const recording = openRecording(environment);
  const { table } = recording;
  const effects = { ...recording.effects, ledger: dynamoDbLedger(recording.ledgerEffects) };
  // Most runs are `pending`, which needs neither of these.
  const looking = lazily(() => openLooking(environment, settings, recording));
  const buckets = lazily(() => connectBuckets(settings));
  const tasks: Readonly<Record<SweepTask, RunTask>> = {
    pending: async (remainingMs) => ({ ...(await sweepPending({ ...effects, remainingMs })) }),
    reconcile: async (remainingMs) => ({
      ...(await reconcile({ ...effects, ...looking(), remainingMs })),
    }),
    seal: async () => {
      const anchors = sealBucket(buckets(), environment.sealBucket);
      return { ...(await sealHours({ ...effects, seals: dynamoDbSeals(table), anchors })) };
    },
    retention: async () => {
      const archive = archiveBucket(buckets(), environment.archiveBucket);
      return { retired: await retireRows({ ...effects, archive, seals: dynamoDbSeals(table) }) };
    },
  };
  return async (task, remainingMs) => {
    try {
      const done = await tasks[task](remainingMs);
      effects.logger.info('sweep-done', { task, ...done });
      return done;
    } finally {
      // What was counted before a failure counts.
      effects.metrics.flush();
    }
  };
};

type Looking = Omit<ReconcileEffects, keyof Recording['effects'] | 'remainingMs'>;

/** What the half-hourly look back needs beside the stores. */
const openLooking = (
  { deadLetters, topicArns }: SweepEnvironment,
  settings: AwsEnvironment,
  { table, effects }: Recording,
): Looking => {
  const letters = connectDeadLetters(settings);
  return {
    trail: cloudTrail({ ...connectTrail(settings), clock: effects.clock }),
    marks: dynamoDbMarks(table),
    recordLetters: [
      deadLetterQueue(letters, deadLetters.intake),
      deadLetterQueue(letters, deadLetters.rules),
    ],
    wakeUpLetters: deadLetterQueue(letters, deadLetters.delivery),
    subscriptionsOf: listSubscriptions(connectSubscriptions(settings)),
    topicArns,
  };
};
