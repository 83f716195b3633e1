/** `deliver`: wake-up -> claim, send, settle. */
import { connectDeliveryQueue, connectParameters, connectTable, connectTopics } from '../aws/connect.ts';
import { dynamoDbHealth } from '../aws/dynamodb-health.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { addToOpsItemWith, createOpsItemWith } from '../aws/ops-items.ts';
import { readSecretFrom } from '../aws/parameter-secrets.ts';
import { findTopicWith, publishWith } from '../aws/topics.ts';
import { openDestination } from '../channels/index.ts';
import {
  type AwsEnvironment,
  awsEnvironment,
  type DeliverEnvironment,
  deliverEnvironment,
  secretFromEnvironment,
} from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import type { ChannelEffects, Destination } from '../delivery/channel.ts';
import { CANARY_CHANNEL, CANARY_DESTINATION } from '../delivery/canary.ts';
import { OPERATOR_CHANNEL, OPERATOR_DESTINATION } from '../delivery/operator.ts';
import { reachHttps } from '../http/reach-https.ts';
import { sendHttps } from '../http/send-https.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ConfiguredDestination } from '../policy/policy.ts';
import { deliverBatch } from '../usecases/deliver-batch.ts';
import { type DeliverEffects, deliverNotification } from '../usecases/deliver-notification.ts';
import { probeDestinations } from '../usecases/probe-destinations.ts';
import type { BatchEffects, WakeUp } from '../usecases/queued-wake-up.ts';
import { openLogger, openMetrics } from './powertools.ts';

export interface WiredDeliver {
  /** Answers the ids of the messages that must come back. */
  readonly deliver: (wakeUps: readonly WakeUp[], remainingMs: () => number) => Promise<readonly string[]>;
  /** Asks every destination whether it would take a notice, and keeps the answers for the doctor. No message comes back. */
  readonly probe: () => Promise<[]>;
}

export const wireDeliver = (): WiredDeliver => {
  const environment = deliverEnvironment();
  const settings = awsEnvironment();
  const [policy, clock, logger, metrics] = [packagedPolicy(), systemClock, openLogger(), openMetrics()];
  const table = connectTable(settings, environment.tableName);
  const configured = [...policy.destinations, ...builtInDestinations(environment)];
  const destinations = openAll(configured, channelEffects(environment, settings), logger);
  const queue = connectDeliveryQueue(settings, environment.deliveryQueueUrl);
  const effects: DeliverEffects = {
    // It is asked for single deliveries here, and for no list of destinations.
    ledger: dynamoDbLedger({ table, clock, destinationIds: [] }),
    health: dynamoDbHealth(table),
    streaks: new Map(),
    leftAlone: new Map(),
    destination: (id) => destinations.get(id),
    policy,
    wake: queue.wake,
    clock,
    logger,
    metrics,
    historyUrl: environment.historyUrl,
  };
  const batch: Omit<BatchEffects, 'remainingMs'> = {
    ...effects,
    deliver: (key, how) => deliverNotification(effects, key, how),
    postpone: queue.postpone,
  };
  return {
    deliver: async (wakeUps, remainingMs) => {
      const failed = await deliverBatch({ ...batch, remainingMs }, wakeUps);
      metrics.flush();
      return failed;
    },
    probe: async () => {
      const { destination } = effects;
      const marks = dynamoDbMarks(table);
      await probeDestinations({ destinations: configured, destination, marks, clock, logger });
      return [];
    },
  };
};

const channelEffects = (environment: DeliverEnvironment, settings: AwsEnvironment): ChannelEffects => {
  const parameters = connectParameters(settings);
  const topics = connectTopics(settings);
  return {
    http: sendHttps(environment.localEndpoint),
    readSecret: readSecretFrom({
      client: parameters,
      clock: systemClock,
      fromEnvironment: (name) => secretFromEnvironment(name),
    }),
    clock: systemClock,
    reach: reachHttps(environment.localEndpoint),
    publishToTopic: publishWith(topics),
    findTopic: findTopicWith(topics),
    createOpsItem: createOpsItemWith(parameters, settings.region),
    addToOpsItem: addToOpsItemWith(parameters, settings.region),
    topicArnOf: (destinationId) => environment.topicArns[destinationId],
  };
};

/** Not in `rolecall.yml`: the topic of the alarms, and the canary's. */
const builtInDestinations = ({ topicArns }: DeliverEnvironment): readonly ConfiguredDestination[] =>
  [
    { id: OPERATOR_DESTINATION, channel: OPERATOR_CHANNEL },
    { id: CANARY_DESTINATION, channel: CANARY_CHANNEL },
  ].map((builtIn) => ({ ...builtIn, settings: { topicArn: topicArns[builtIn.id] } }));

/** A destination that does not open is left out: its deliveries are rejected and said so, the others go on. */
const openAll = (
  destinations: readonly ConfiguredDestination[],
  effects: ChannelEffects,
  logger: Logger,
): ReadonlyMap<string, Destination> => {
  const opened = new Map<string, Destination>();
  for (const configured of destinations) {
    const result = openDestination(configured, effects);
    if (result.ok) opened.set(configured.id, result.value);
    else logger.error('destination-not-opened', { destinationId: configured.id });
  }
  return opened;
};
