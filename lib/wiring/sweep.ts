/** `sweep`: what EventBridge missed, what was not delivered, what is too old. */
import { archiveBucket } from '../aws/archive-bucket.ts';
import { cloudTrail } from '../aws/cloud-trail.ts';
import { connectArchive, connectTrail } from '../aws/connect-sweep.ts';
import { connectTable } from '../aws/connect.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { awsEnvironment, sweepEnvironment } from '../config/environment.ts';
import { lazily } from '../kernel/lazily.ts';
import { reconcileTrail } from '../usecases/reconcile-trail.ts';
import type { RecordEffects } from '../usecases/record-event.ts';
import { retireRows } from '../usecases/retire-rows.ts';
import { sweepPending } from '../usecases/sweep-pending.ts';
import { openMetrics } from './powertools.ts';
import { recordingEffects } from './record.ts';

export const SWEEP_TASKS = ['pending', 'reconcile', 'retention'] as const;
export type SweepTask = (typeof SWEEP_TASKS)[number];

/** Runs one task and answers what it did, in numbers. */
export type WiredSweep = (task: SweepTask) => Promise<Readonly<Record<string, number>>>;

export const wireSweep = (): WiredSweep => {
  const environment = sweepEnvironment();
  const settings = awsEnvironment();
  const metrics = openMetrics();
  const effects: RecordEffects = { ...recordingEffects(environment), metrics };
  const { clock, logger, policy, history } = effects;
  // Most runs are `pending`, which needs neither of these.
  const asking = lazily(() => ({
    trail: cloudTrail({ ...connectTrail(settings), clock }),
    marks: dynamoDbMarks(connectTable(settings, environment.tableName)),
  }));
  const archiving = lazily(() => archiveBucket(connectArchive(settings), environment.archiveBucket));
  const tasks: Readonly<Record<SweepTask, WiredSweepTask>> = {
    pending: async () => ({ ...(await sweepPending(effects)) }),
    reconcile: async () => {
      return { ...(await reconcileTrail({ ...effects, ...asking() })) };
    },
    retention: async () => {
      return { retired: await retireRows({ policy, history, archive: archiving(), clock }) };
    },
  };
  return async (task) => {
    const done = await tasks[task]();
    logger.info('sweep-done', { task, ...done });
    metrics.flush();
    return done;
  };
};

type WiredSweepTask = () => Promise<Readonly<Record<string, number>>>;
