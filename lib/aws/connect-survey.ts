/** The clients that only the doctor needs. Each answers about one Region; what is asked everywhere has one per Region. */
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { Survey } from '../history/survey.ts';
import type { Clock } from '../kernel/clock.ts';
import { askSurvey } from './ask-survey.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { surveyAccount } from './survey-account.ts';
import { surveyQueues } from './survey-queues.ts';
import { surveyRules } from './survey-rules.ts';
import { surveyTrails } from './survey-trails.ts';

/** What a client is made with: the function's own settings, or a person's credentials from wherever the SDK finds them. */
export interface SurveySettings {
  readonly region: string;
  /** Of every client. */
  readonly client: (region: string) => Readonly<Record<string, unknown>> & { readonly region: string };
  /** On the laptop queues and topics live elsewhere than the rest. */
  readonly messaging?: Readonly<Record<string, unknown>>;
}

/** Nothing is asked yet. */
export const connectSurvey = ({ region, client, messaging = {} }: SurveySettings, clock: Clock): Survey => {
  const here = client(region);
  const subscriptionsOf = listSubscriptions(new SNSClient({ ...here, ...messaging }));
  return {
    ...surveyAccount(
      {
        sts: new STSClient(here),
        iam: new IAMClient(here),
        account: new AccountClient(client(accountRegion(region))),
      },
      clock,
    ),
    ...surveyTrails(perRegion((name) => new CloudTrailClient(client(name)))),
    ...surveyRules(perRegion((name) => new EventBridgeClient(client(name)))),
    ...surveyQueues({
      // As every other client: where an endpoint is given, it is asked and not the host of the queue's address.
      sqs: new SQSClient({ ...here, ...messaging, useQueueUrlAsEndpoint: false }),
      kms: new KMSClient(here),
    }),
    subscriptionsOf: (topicArn) => askSurvey('sns:ListSubscriptionsByTopic', () => subscriptionsOf(topicArn)),
  };
};

/** Made when it is first needed. */
const perRegion = <T>(make: (region: string) => T): ((region: string) => T) => {
  const made = new Map<string, T>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
};

/** One endpoint per partition. https://docs.aws.amazon.com/general/latest/gr/acct-mgmt.html */
const accountRegion = (region: string): string => {
  if (region.startsWith('cn-')) return 'cn-northwest-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
};
