/** The API as it runs in AWS, over the loaded table, on the day the believable year ends. */
import type { Reader } from '../lib/api/reader.ts';
import { createApi } from '../lib/api/routes.ts';
import { dynamoDbCards } from '../lib/aws/dynamodb-cards.ts';
import { dynamoDbCounters } from '../lib/aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../lib/aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../lib/aws/dynamodb-exceptions.ts';
import { dynamoDbExportJobs } from '../lib/aws/dynamodb-export-jobs.ts';
import { dynamoDbHealth } from '../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../lib/aws/dynamodb-marks.ts';
import { dynamoDbReads } from '../lib/aws/dynamodb-reads.ts';
import { dynamoDbReviews } from '../lib/aws/dynamodb-reviews.ts';
import { dynamoDbSeals } from '../lib/aws/dynamodb-seals.ts';
import { dynamoDbPages } from '../lib/aws/read-page.ts';
import type { Table } from '../lib/aws/table.ts';
import type { Scope } from '../lib/history/question.ts';
import { CLOCK, POLICY } from './believable-organisation.ts';

/** Somebody asks the page's questions: answers the text of the body. */
export type Ask = (path: string, scope: Scope | undefined) => Promise<string>;

export const apiOver = (table: Table): Ask => {
  const clock = CLOCK;
  const events = dynamoDbEvents({ table, clock });
  const nobody = (): Promise<never> => Promise.reject(new Error('nothing is written here'));
  return async (path, scope) => {
    const reader: Reader = {
      subject: 'bench',
      name: 'Bench',
      role: 'responder',
      ...(scope === undefined ? {} : { scope }),
    };
    const app = createApi({
      readReader: () => ({ ok: true, value: reader }),
      history: dynamoDbHistory(table),
      cards: dynamoDbCards(table),
      pages: dynamoDbPages(table),
      counters: dynamoDbCounters(table),
      exceptions: dynamoDbExceptions({ table }),
      reads: dynamoDbReads({ table, events }),
      exportJobs: dynamoDbExportJobs(table),
      exportFiles: { link: nobody },
      askExport: nobody,
      reviews: dynamoDbReviews({ table, clock }),
      wake: nobody,
      events,
      ledger: dynamoDbLedger({ table, clock, destinationIds: [] }),
      destinationHealth: dynamoDbHealth(table),
      seals: dynamoDbSeals(table),
      marks: dynamoDbMarks(table),
      policy: POLICY,
      clock,
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pageFiles: () => undefined,
      regionsNotCovered: [],
    });
    const answer = await app.request(path);
    const body = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${body}`);
    return body;
  };
};
