/** Records of doors, made after the documented shapes: a trust policy, a trail, root at work, a bucket. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { PRODUCTION } from './sample-policy.ts';

export const STRANGER = '999999999999';
export const OWN_STACK = 'rolecall-prod';

export const ALICE: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE00001',
  arn: `arn:aws:iam::${PRODUCTION}:user/alice`,
  accountId: PRODUCTION,
  accessKeyId: 'AKIAEXAMPLE000000001',
  userName: 'alice',
};

export const ROOT: JsonObject = {
  type: 'Root',
  principalId: PRODUCTION,
  arn: `arn:aws:iam::${PRODUCTION}:root`,
  accountId: PRODUCTION,
};

const doorRecord = (eventSource: string, eventName: string, more: JsonObject): JsonObject => ({
  eventVersion: '1.09',
  userIdentity: ALICE,
  eventTime: '2026-11-22T11:59:50Z',
  eventSource,
  eventName,
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.18',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: null,
  responseElements: null,
  requestID: 'request-door',
  eventID: 'event-door',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: PRODUCTION,
  eventCategory: 'Management',
  ...more,
});

const trusting = (principal: unknown): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

interface Trust {
  readonly role?: string;
  readonly principal?: unknown;
}

/** Account 999999999999 may assume prod-admin. */
export const trustRecord = (
  changes: JsonObject = {},
  { role = 'prod-admin', principal = { AWS: `arn:aws:iam::${STRANGER}:root` } }: Trust = {},
): JsonObject =>
  doorRecord('iam.amazonaws.com', 'UpdateAssumeRolePolicy', {
    requestParameters: { roleName: role, policyDocument: trusting(principal) },
    ...changes,
  });

/** A trust change that lets nobody outside in, on a role that is not designated: recorded, not told. */
export const harmlessTrustRecord = (changes: JsonObject = {}): JsonObject =>
  trustRecord(changes, { role: 'batch', principal: { Service: 'ec2.amazonaws.com' } });

const refused = (action: string, resource: string): JsonObject => ({
  errorCode: 'AccessDenied',
  errorMessage: `User: arn:aws:iam::${PRODUCTION}:user/alice is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});

export const refusedTrustRecord = (role: string, changes: JsonObject = {}): JsonObject =>
  trustRecord({
    requestParameters: null,
    ...refused('iam:UpdateAssumeRolePolicy', `role ${role}`),
    ...changes,
  });

export const stopLoggingRecord = (changes: JsonObject = {}): JsonObject =>
  doorRecord('cloudtrail.amazonaws.com', 'StopLogging', {
    requestParameters: { name: 'prod-trail' },
    ...changes,
  });

export const refusedStopLogging = (changes: JsonObject = {}): JsonObject =>
  stopLoggingRecord({
    ...refused('cloudtrail:StopLogging', `arn:aws:cloudtrail:us-east-1:${PRODUCTION}:trail/prod-trail`),
    ...changes,
  });

export const refusedDeleteTrail = (changes: JsonObject = {}): JsonObject =>
  doorRecord('cloudtrail.amazonaws.com', 'DeleteTrail', {
    requestParameters: { name: 'other-trail' },
    ...refused('cloudtrail:DeleteTrail', `arn:aws:cloudtrail:us-east-1:${PRODUCTION}:trail/other-trail`),
    ...changes,
  });

export const createUserRecord = (changes: JsonObject = {}): JsonObject =>
  doorRecord('iam.amazonaws.com', 'CreateUser', {
    requestParameters: { userName: 'backdoor' },
    responseElements: { user: { userName: 'backdoor', userId: 'AIDAEXAMPLEBACKDOOR01' } },
    ...changes,
  });

export const refusedCreateUser = (changes: JsonObject = {}): JsonObject =>
  createUserRecord({
    requestParameters: null,
    responseElements: null,
    ...refused('iam:CreateUser', 'user backdoor'),
    ...changes,
  });

/** Root at work, somewhere no other door is. */
export const rootRecord = (changes: JsonObject = {}): JsonObject =>
  doorRecord('braket.amazonaws.com', 'CreateQuantumTask', { userIdentity: ROOT, ...changes });

/** CloudFormation deploys our own stack. */
export const deployRecord = (deployer: string, changes: JsonObject = {}): JsonObject =>
  doorRecord('cloudformation.amazonaws.com', 'UpdateStack', {
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEDEPLOY0001:${deployer}`,
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/${deployer}/run-42`,
      accountId: PRODUCTION,
    },
    requestParameters: { stackName: OWN_STACK },
    ...changes,
  });

/** What AWS itself sends when a Region is enabled: no CloudTrail record in it. */
export const regionEvent = (region: string, status = 'ENABLED'): JsonObject => ({
  version: '0',
  id: '11112222-3333-4444-5555-666677778888',
  'detail-type': 'Region Opt-In Status Change',
  source: 'aws.account',
  account: PRODUCTION,
  time: '2026-11-22T11:59:50Z',
  region: 'us-east-1',
  resources: [`arn:aws:account::${PRODUCTION}:account`],
  detail: { accountId: PRODUCTION, regionName: region, status },
});
