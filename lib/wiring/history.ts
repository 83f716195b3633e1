/** `history`: HTTP API -> the review page and its questions. */
import { join } from 'node:path';
import { answerHttpApi } from '../api/http-api.ts';
import { readPageFiles } from '../api/page-files.ts';
import { createApi } from '../api/routes.ts';
import { connectTable } from '../aws/connect.ts';
import { dynamoDbEvents } from '../aws/dynamodb-events.ts';
import { dynamoDbHealth } from '../aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../aws/dynamodb-history.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { dynamoDbSeals } from '../aws/dynamodb-seals.ts';
import { awsEnvironment, historyEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { defaultRegionsBeside } from '../config/aws-regions.ts';
import { uncoveredRegions } from '../config/uncovered-regions.ts';
import { systemClock } from '../kernel/clock.ts';
import { openLogger } from './powertools.ts';

type AnswerEvent = (event: Parameters<typeof answerHttpApi>[1]) => ReturnType<typeof answerHttpApi>;

export const wireHistory = (): AnswerEvent => {
  const environment = historyEnvironment();
  const policy = packagedPolicy();
  const clock = systemClock;
  // Its role may only query: none of these is asked for anything else here.
  const table = connectTable(awsEnvironment(), environment.tableName);
  const app = createApi({
    history: dynamoDbHistory(table),
    events: dynamoDbEvents({ table, clock }),
    destinationHealth: dynamoDbHealth(table),
    seals: dynamoDbSeals(table),
    marks: dynamoDbMarks(table),
    policy,
    clock,
    logger: openLogger(),
    pageFiles: readPageFiles(join(__dirname, 'web')),
    regionsNotCovered: uncoveredRegions(policy, defaultRegionsBeside(policy.homeRegion)),
  });
  return (event) => answerHttpApi(app, event);
};
