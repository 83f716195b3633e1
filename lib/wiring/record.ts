/** `record`: intake queue -> history row and opened deliveries. */
import { dynamoDbAliases } from '../aws/aliases.ts';
import { dynamoDbCopies } from '../aws/caller-copies.ts';
import { connectRecordQueues, connectTable } from '../aws/connect.ts';
import { dynamoDbEvents } from '../aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../aws/dynamodb-exceptions.ts';
import { dynamoDbHealth } from '../aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../aws/dynamodb-history.ts';
import { dynamoDbOutbox } from '../aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import type { LedgerEffects } from '../aws/ledger-effects.ts';
import { dynamoDbSeenBefore } from '../aws/seen-before.ts';
import type { Table } from '../aws/table.ts';
import { awsEnvironment, recordEnvironment, type RecordEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { CANARY_DESTINATION } from '../delivery/canary.ts';
import { OPERATOR_DESTINATION } from '../delivery/operator.ts';
import { systemClock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { LAST_HEARTBEAT_MARK, LAST_RECORD_MARK } from '../usecases/measure-silence.ts';
import { recordEvent } from '../usecases/record-event.ts';
import type { RecordEffects } from '../usecases/record-row.ts';
import { type FlushedMetrics, openLogger, openMetrics } from './powertools.ts';

export interface WiredRecord {
  /** Records one message of the intake queue. Throws when it has to come back. */
  readonly record: (text: string) => Promise<void>;
  /** After each batch. */
  readonly flush: () => void;
}

export const wireRecord = (): WiredRecord => {
  const opened = openRecording(recordEnvironment());
  const { clock, logger, metrics } = opened.effects;
  const marks = dynamoDbMarks(opened.table);
  const effects: RecordEffects = {
    ...opened.effects,
    noteSeen: () => marks.write(LAST_RECORD_MARK, clock.now().toISOString()),
    noteHeartbeat: () => marks.write(LAST_HEARTBEAT_MARK, clock.now().toISOString()),
  };
  return {
    record: async (text) => {
      try {
        await recordEvent(effects, text);
      } catch (cause) {
        logger.error('record-failed', { bytes: text.length }, cause);
        throw cause;
      }
    },
    flush: metrics.flush,
  };
};

export interface Recording {
  readonly table: Table;
  /** What the whole ledger is opened with. */
  readonly ledgerEffects: LedgerEffects;
  readonly effects: RecordEffects &
    Required<Pick<RecordEffects, 'enrich'>> & { readonly metrics: FlushedMetrics };
}

/** What `record` and `sweep` have in common. */
export const openRecording = (environment: RecordEnvironment): Recording => {
  const settings = awsEnvironment();
  const policy = packagedPolicy();
  const table = connectTable(settings, environment.tableName);
  const clock = systemClock;
  const destinationIds = [
    ...policy.destinations.map(({ id }) => id),
    OPERATOR_DESTINATION,
    CANARY_DESTINATION,
  ];
  const ledgerEffects = { table, clock, destinationIds };
  const effects = {
    policy,
    clock,
    logger: openLogger(),
    metrics: openMetrics(),
    history: dynamoDbHistory(table),
    events: dynamoDbEvents({ table, clock }),
    ledger: dynamoDbOutbox(ledgerEffects),
    health: dynamoDbHealth(table),
    aliases: dynamoDbAliases(table),
    copies: dynamoDbCopies(table),
    exceptions: dynamoDbExceptions({ table }),
    seen: dynamoDbSeenBefore({ table, clock }),
    ...connectRecordQueues(settings, {
      delivery: environment.deliveryQueueUrl,
      enrich: environment.enrichQueueUrl,
    }),
    historyUrl: environment.historyUrl,
    ownStack: environment.ownStack,
    ownKeyIds: environment.ownKeyIds,
    ...compact({ canary: environment.canary }),
  };
  return { table, effects, ledgerEffects };
};
