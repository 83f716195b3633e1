/** `record`: intake queue -> history row and opened deliveries. */
import { connectDeliveryQueue, connectTable } from '../aws/connect.ts';
import { dynamoDbHistory } from '../aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { awsEnvironment, recordEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { systemClock } from '../kernel/clock.ts';
import { type RecordEffects, recordEvent } from '../usecases/record-event.ts';
import { openLogger, openMetrics } from './powertools.ts';

export interface WiredRecord {
  /** Records one message of the intake queue. Throws when it has to come back. */
  readonly record: (text: string) => Promise<void>;
  /** After each batch. */
  readonly flush: () => void;
}

export const wireRecord = (): WiredRecord => {
  const metrics = openMetrics();
  const effects: RecordEffects = { ...recordingEffects(recordEnvironment()), metrics };
  return {
    record: async (text) => {
      try {
        await recordEvent(effects, text);
      } catch (cause) {
        effects.logger.error('record-failed', { bytes: text.length }, cause);
        throw cause;
      }
    },
    flush: metrics.flush,
  };
};

interface RecordingEnvironment {
  readonly tableName: string;
  readonly deliveryQueueUrl: string;
  readonly historyUrl: string;
}

/** What `record` and `sweep` have in common. */
export const recordingEffects = (environment: RecordingEnvironment): Omit<RecordEffects, 'metrics'> => {
  const settings = awsEnvironment();
  const policy = packagedPolicy();
  const table = connectTable(settings, environment.tableName);
  const clock = systemClock;
  return {
    policy,
    clock,
    logger: openLogger(),
    history: dynamoDbHistory(table),
    ledger: dynamoDbLedger({ table, clock, destinationIds: policy.destinations.map(({ id }) => id) }),
    wake: connectDeliveryQueue(settings, environment.deliveryQueueUrl).wake,
    historyUrl: environment.historyUrl,
  };
};
