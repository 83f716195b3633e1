/** `sweep`: what EventBridge missed, what was not delivered, what is to be sealed, what is too old. */
import { archiveBucket } from '../aws/archive-bucket.ts';
import { receiveCanariesFrom, sendCanaryWith } from '../aws/canary-flight.ts';
import { clientConfiguration } from '../aws/clients.ts';
import { cloudTrail } from '../aws/cloud-trail.ts';
import { connectSurvey } from '../aws/connect-survey.ts';
import {
  connectBuckets,
  connectCanary,
  connectDeadLetters,
  connectSubscriptions,
  connectTrail,
} from '../aws/connect-sweep.ts';
import { deadLetterQueue } from '../aws/dead-letters.ts';
import { dynamoDbCards } from '../aws/dynamodb-cards.ts';
import { dynamoDbChanges } from '../aws/dynamodb-changes.ts';
import { dynamoDbCounters } from '../aws/dynamodb-counters.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { dynamoDbMendedCards } from '../aws/dynamodb-mended-cards.ts';
import { dynamoDbReviews } from '../aws/dynamodb-reviews.ts';
import { dynamoDbSeals } from '../aws/dynamodb-seals.ts';
import { listSubscriptions } from '../aws/list-subscriptions.ts';
import { sealBucket } from '../aws/seal-bucket.ts';
import type { Table } from '../aws/table.ts';
import {
  type AwsEnvironment,
  awsEnvironment,
  type SweepEnvironment,
  sweepEnvironment,
} from '../config/environment.ts';
import { packagedRules } from '../config/packaged-policy.ts';
import { lazily } from '../kernel/lazily.ts';
import { compact } from '../kernel/json.ts';
import { countHours } from '../usecases/count-hours.ts';
import type { CountingEffects } from '../usecases/counting-run.ts';
import { canaryMinutesOf } from '../usecases/examine/canary-state.ts';
import type { Examination, Places } from '../usecases/examine/examination.ts';
import { sweepMark } from '../usecases/examine/examine-marks.ts';
import { reconcile, type ReconcileEffects } from '../usecases/reconcile.ts';
import { ringIfFoundOut } from '../usecases/ring-found-out.ts';
import { retireRows } from '../usecases/retire-rows.ts';
import { type CanaryEffects, runCanary } from '../usecases/run-canary.ts';
import { runDoctor } from '../usecases/run-doctor.ts';
import { sealHours } from '../usecases/seal-hours.ts';
import { sweepPending } from '../usecases/sweep-pending.ts';
import { openRecording, type Recording } from './record.ts';

export const SWEEP_TASKS = [
  'pending',
  'reconcile',
  'seal',
  'count',
  'retention',
  'doctor',
  'canary',
] as const;
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
  const examining = lazily(() => openExamining(environment, settings, recording));
  const canary = lazily(() => openCanary(environment, settings, recording));
  const marks = dynamoDbMarks(table);
  const tasks: Readonly<Record<SweepTask, RunTask>> = {
    pending: async (remainingMs) => ({ ...(await sweepPending({ ...effects, remainingMs })) }),
    reconcile: async (remainingMs) => ({
      ...(await reconcile({ ...effects, ...looking(), remainingMs })),
    }),
    seal: async () => {
      const anchors = sealBucket(buckets(), environment.sealBucket);
      return { ...(await sealHours({ ...effects, seals: dynamoDbSeals(table), anchors })) };
    },
    count: async (remainingMs) => ({
      ...(await countHours({ ...effects, ...openCounting(table, effects), marks, remainingMs })),
    }),
    retention: async () => {
      const archive = archiveBucket(buckets(), environment.archiveBucket);
      return { retired: await retireRows({ ...effects, archive, seals: dynamoDbSeals(table) }) };
    },
    doctor: async () => ({ ...(await runDoctor({ ...effects, ...examining(), marks })) }),
    canary: async () => ({ ...(await runCanary({ ...effects, ...canary(), marks })) }),
  };
  return async (task, remainingMs) => {
    try {
      const done = await tasks[task](remainingMs);
      await marks.write(sweepMark(task), effects.clock.now().toISOString());
      effects.logger.info('sweep-done', { task, ...done });
      return done;
    } finally {
      // What was counted before a failure counts.
      effects.metrics.flush();
    }
  };
};

type Counting = Pick<
  CountingEffects,
  'cards' | 'counters' | 'changes' | 'rows' | 'reviews' | 'ringIfFoundOut'
>;

const openCounting = (table: Table, effects: Recording['effects']): Counting => ({
  cards: dynamoDbCards(table),
  counters: dynamoDbCounters(table),
  changes: dynamoDbChanges(table),
  rows: dynamoDbMendedCards(table),
  reviews: dynamoDbReviews({ table, clock: effects.clock }),
  ringIfFoundOut: (accessId) => ringIfFoundOut(effects, accessId),
});

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

type Examining = Pick<Examination, 'survey' | 'rules' | 'secrets' | 'places'>;

/** The sweep reads no secret: `deliver` tries those. */
const openExamining = (
  environment: SweepEnvironment,
  settings: AwsEnvironment,
  { effects }: Recording,
): Examining => ({
  survey: connectSurvey(
    { region: settings.region, client: (region) => clientConfiguration({ ...settings, region }) },
    effects.clock,
  ),
  rules: packagedRules(),
  secrets: [],
  places: placesOf(environment),
});

const placesOf = ({
  deadLetters,
  intakeQueueUrl,
  canaryQueueUrl,
  topicArns,
  watchRules,
  canary,
}: SweepEnvironment): Places => ({
  queues: {
    intake: intakeQueueUrl,
    intakeDeadLetters: deadLetters.intake,
    ruleDeadLetters: deadLetters.rules,
    deliveryDeadLetters: deadLetters.delivery,
    enrichDeadLetters: deadLetters.enrich,
    canary: canaryQueueUrl,
  },
  topicArns,
  watchRules,
  ...compact({ canaryRoleArn: canary?.roleArn }),
});

type Flight = Pick<CanaryEffects, 'everyMinutes' | 'sendCanary' | 'receiveCanaries'>;

const openCanary = (
  { canary, canaryMinutes, canaryQueueUrl }: SweepEnvironment,
  settings: AwsEnvironment,
  { effects }: Recording,
): Flight => {
  const { sts, sqs } = connectCanary(settings);
  return {
    // A stack without the role sends none.
    everyMinutes: canary === undefined ? 0 : (canaryMinutes ?? canaryMinutesOf(effects.policy)),
    sendCanary: sendCanaryWith(sts, canary?.roleArn ?? ''),
    receiveCanaries: receiveCanariesFrom(sqs, canaryQueueUrl),
  };
};
