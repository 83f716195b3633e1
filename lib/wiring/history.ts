/** `history`: HTTP API -> the review page and its questions. */
import { join } from 'node:path';
import { answerHttpApi } from '../api/http-api.ts';
import { readPageFiles } from '../api/page-files.ts';
import { createApi } from '../api/routes.ts';
import { connectTable } from '../aws/connect.ts';
import { dynamoDbHistory } from '../aws/dynamodb-history.ts';
import { awsEnvironment, historyEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { DEFAULT_REGIONS } from '../config/aws-regions.ts';
import { uncoveredRegions } from '../config/uncovered-regions.ts';
import { systemClock } from '../kernel/clock.ts';
import { openLogger } from './powertools.ts';

type AnswerEvent = (event: Parameters<typeof answerHttpApi>[1]) => ReturnType<typeof answerHttpApi>;

export const wireHistory = (): AnswerEvent => {
  const environment = historyEnvironment();
  const policy = packagedPolicy();
  const app = createApi({
    history: dynamoDbHistory(connectTable(awsEnvironment(), environment.tableName)),
    policy,
    clock: systemClock,
    logger: openLogger(),
    pageFiles: readPageFiles(join(__dirname, 'web')),
    regionsNotCovered: uncoveredRegions(policy, DEFAULT_REGIONS),
  });
  return (event) => answerHttpApi(app, event);
};
