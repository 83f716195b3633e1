/** `export`: jobs of the export queue, and the days that Athena reads -> files in the export bucket. */
import { connectBuckets, connectExportQueue } from '../aws/connect-export.ts';
import { connectTable } from '../aws/connect.ts';
import { dynamoDbCards } from '../aws/dynamodb-cards.ts';
import { dynamoDbChanges } from '../aws/dynamodb-changes.ts';
import { dynamoDbExportJobs } from '../aws/dynamodb-export-jobs.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { dynamoDbPages } from '../aws/read-page.ts';
import { exportBucket } from '../aws/export-bucket.ts';
import { sendToExportQueue } from '../aws/export-queue.ts';
import { awsEnvironment, exportEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { systemClock } from '../kernel/clock.ts';
import { askStalled } from '../usecases/ask-stalled.ts';
import { exportBatch, type ExportMessage } from '../usecases/export-batch.ts';
import { exportDays } from '../usecases/export-days.ts';
import { openLogger } from './powertools.ts';

export interface WiredExport {
  /** Answers the ids of the messages that must come back. */
  readonly jobs: (
    messages: readonly ExportMessage[],
    remainingMs: () => number,
  ) => Promise<readonly string[]>;
  /** Asks once more for jobs that stand still. */
  readonly stalled: () => Promise<Readonly<Record<string, number>>>;
  readonly days: (remainingMs: () => number) => Promise<Readonly<Record<string, number>>>;
}

export const wireExport = (): WiredExport => {
  const environment = exportEnvironment();
  const settings = awsEnvironment();
  const table = connectTable(settings, environment.tableName);
  const clock = systemClock;
  const effects = {
    cards: dynamoDbCards(table),
    pages: dynamoDbPages(table),
    jobs: dynamoDbExportJobs(table),
    files: exportBucket(connectBuckets(settings), environment.exportBucket),
    ask: sendToExportQueue(connectExportQueue(settings), environment.exportQueueUrl),
    changes: dynamoDbChanges(table),
    marks: dynamoDbMarks(table),
    policy: packagedPolicy(),
    clock,
    logger: openLogger(),
  };
  return {
    jobs: (messages, remainingMs) => exportBatch({ ...effects, remainingMs }, messages),
    stalled: async () => ({ asked: await askStalled(effects) }),
    days: async (remainingMs) => ({ ...(await exportDays({ ...effects, remainingMs })) }),
  };
};
