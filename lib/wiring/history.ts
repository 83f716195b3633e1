/** `history`: HTTP API -> the review page, its questions and what people say. */
import { join } from 'node:path';
import { answerHttpApi } from '../api/http-api.ts';
import { readPageFiles } from '../api/page-files.ts';
import { readReader } from '../api/read-reader.ts';
import { createApi } from '../api/routes.ts';
import { type SignIn, signInAt } from '../api/sign-in.ts';
import { connectDeliveryQueue, connectTable } from '../aws/connect.ts';
import { connectBuckets, connectExportQueue } from '../aws/connect-export.ts';
import { dynamoDbCards } from '../aws/dynamodb-cards.ts';
import { dynamoDbCounters } from '../aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../aws/dynamodb-exceptions.ts';
import { dynamoDbExportJobs } from '../aws/dynamodb-export-jobs.ts';
import { dynamoDbHealth } from '../aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { dynamoDbMarks } from '../aws/dynamodb-marks.ts';
import { dynamoDbReads } from '../aws/dynamodb-reads.ts';
import { dynamoDbReviews } from '../aws/dynamodb-reviews.ts';
import { dynamoDbSeals } from '../aws/dynamodb-seals.ts';
import { exportBucket } from '../aws/export-bucket.ts';
import { sendToExportQueue } from '../aws/export-queue.ts';
import { dynamoDbPages } from '../aws/read-page.ts';
import { defaultRegionsBeside } from '../config/aws-regions.ts';
import { awsEnvironment, type HistoryEnvironment, historyEnvironment } from '../config/environment.ts';
import { packagedPolicy } from '../config/packaged-policy.ts';
import { uncoveredRegions } from '../config/uncovered-regions.ts';
import { sendHttps } from '../http/send-https.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import { openLogger } from './powertools.ts';

type AnswerEvent = (event: Parameters<typeof answerHttpApi>[1]) => ReturnType<typeof answerHttpApi>;

const DEFAULT_GROUPS_CLAIM = 'cognito:groups';
const DEFAULT_SCOPES = ['openid', 'email', 'profile'];

const openSignIn = (environment: HistoryEnvironment, { signIn }: Policy): SignIn => {
  const isLocal = environment.localEndpoint !== undefined;
  return signInAt(
    {
      issuer: environment.signInIssuer,
      clientId: environment.signInClientId,
      scope: (signIn?.scopes ?? DEFAULT_SCOPES).join(' '),
      ...(signIn?.audience === undefined ? {} : { audience: signIn.audience }),
    },
    { sendHttp: sendHttps(environment.localEndpoint), clock: systemClock, isLocal },
  );
};

export const wireHistory = (): AnswerEvent => {
  const environment = historyEnvironment();
  const [settings, policy, clock] = [awsEnvironment(), packagedPolicy(), systemClock];
  const groupsClaim = policy.signIn?.groupsClaim ?? DEFAULT_GROUPS_CLAIM;
  const table = connectTable(settings, environment.tableName);
  const events = dynamoDbEvents({ table, clock });
  const destinationIds = policy.destinations.map(({ id }) => id);
  const app = createApi({
    readReader: (claims) => readReader(claims, policy, groupsClaim),
    signIn: openSignIn(environment, policy),
    history: dynamoDbHistory(table),
    cards: dynamoDbCards(table),
    pages: dynamoDbPages(table),
    counters: dynamoDbCounters(table),
    exceptions: dynamoDbExceptions({ table }),
    reviews: dynamoDbReviews({ table, clock }),
    reads: dynamoDbReads({ table, events }),
    exportJobs: dynamoDbExportJobs(table),
    exportFiles: exportBucket(connectBuckets(settings), environment.exportBucket),
    askExport: sendToExportQueue(connectExportQueue(settings), environment.exportQueueUrl),
    events,
    ledger: dynamoDbLedger({ table, clock, destinationIds }),
    wake: connectDeliveryQueue(settings, environment.deliveryQueueUrl).wake,
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
