/** `deliver`: wake-up -> claim, send, settle. */
import { connectDeliveryQueue, connectParameters, connectTable, connectTopics } from '../aws/connect.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { appendToOpsItemWith, createOpsItemWith } from '../aws/ops-items.ts';
import { readSecretFrom } from '../aws/parameter-secrets.ts';
import { publishWith } from '../aws/topics.ts';
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
import { sendHttps } from '../http/send-https.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { type BatchEffects, deliverBatch, type WakeUp } from '../usecases/deliver-batch.ts';
import { deliverNotification } from '../usecases/deliver-notification.ts';
import { openLogger, openMetrics } from './powertools.ts';

export interface WiredDeliver {
  /** Answers the ids of the messages that must come back. */
  readonly deliver: (wakeUps: readonly WakeUp[], remainingMs: () => number) => Promise<readonly string[]>;
}

export const wireDeliver = (): WiredDeliver => {
  const environment = deliverEnvironment();
  const settings = awsEnvironment();
  const [policy, clock, logger, metrics] = [packagedPolicy(), systemClock, openLogger(), openMetrics()];
  const table = connectTable(settings, environment.tableName);
  const destinations = openAll(policy, channelEffects(environment, settings), logger);
  const effects = {
    ledger: dynamoDbLedger({ table, clock, destinationIds: [] }),
    destination: (id: string) => destinations.get(id),
    clock,
    logger,
    metrics,
  };
  const { postpone } = connectDeliveryQueue(settings, environment.deliveryQueueUrl);
  const batch: Omit<BatchEffects, 'remainingMs'> = {
    deliver: (key) => deliverNotification(effects, key),
    postpone,
    clock,
    logger,
  };
  return {
    deliver: async (wakeUps, remainingMs) => {
      const failed = await deliverBatch({ ...batch, remainingMs }, wakeUps);
      metrics.flush();
      return failed;
    },
  };
};

const channelEffects = (environment: DeliverEnvironment, settings: AwsEnvironment): ChannelEffects => {
  const parameters = connectParameters(settings);
  return {
    http: sendHttps(environment.localEndpoint),
    readSecret: readSecretFrom({
      client: parameters,
      clock: systemClock,
      fromEnvironment: (name) => secretFromEnvironment(name),
    }),
    clock: systemClock,
    publishToTopic: publishWith(connectTopics(settings)),
    createOpsItem: createOpsItemWith(parameters, settings.region),
    appendToOpsItem: appendToOpsItemWith(parameters),
    topicArnOf: (destinationId) => environment.topicArns[destinationId],
  };
};

/** A destination that does not open is left out: its deliveries are rejected and said so, the others go on. */
const openAll = (
  policy: Policy,
  effects: ChannelEffects,
  logger: Logger,
): ReadonlyMap<string, Destination> => {
  const opened = new Map<string, Destination>();
  for (const configured of policy.destinations) {
    const result = openDestination(configured, effects);
    if (result.ok) opened.set(configured.id, result.value);
    else logger.error('destination-not-opened', { destinationId: configured.id });
  }
  return opened;
};
