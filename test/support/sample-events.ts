/** CloudTrail records in their envelopes, made after the documented shapes. */
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from './sample-policy.ts';

export const SESSION_TOKEN = 'EXAMPLE-SESSION-TOKEN-THAT-IS-NEVER-KEPT';
export const EXTERNAL_ID = 'example-external-id-0001';

export const envelopeOf = (record: JsonObject): string => JSON.stringify(wrapRecord(record));

/** The trusting account's copy of a cross-account AssumeRole. */
export const crossAccountRecord = (changes: JsonObject = {}): JsonObject => ({
  eventVersion: '1.08',
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000001', accountId: NORTHWIND },
  eventTime: '2026-11-22T11:59:50Z',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.18',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'alice', externalId: EXTERNAL_ID },
  responseElements: {
    credentials: {
      accessKeyId: 'ASIAEXAMPLEMINTED001',
      sessionToken: SESSION_TOKEN,
      expiration: 'Nov 22, 2026, 12:59:50 PM',
    },
    assumedRoleUser: {
      assumedRoleId: 'AROAEXAMPLETARGET001:alice',
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/prod-admin/alice`,
    },
  },
  requestID: 'request-1',
  eventID: 'event-1',
  readOnly: true,
  resources: [{ accountId: PRODUCTION, type: 'AWS::IAM::Role', ARN: PROD_ADMIN }],
  eventType: 'AwsApiCall',
  recipientAccountId: PRODUCTION,
  sharedEventID: 'shared-1',
  ...changes,
});

/** The same call as the caller's own account keeps it. */
export const callersRecord = (changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    eventID: 'event-of-caller',
    recipientAccountId: NORTHWIND,
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER000001',
      arn: `arn:aws:iam::${NORTHWIND}:user/alice.miller`,
      accountId: NORTHWIND,
      accessKeyId: 'ASIAEXAMPLECALLER001',
      userName: 'alice.miller',
      sessionContext: { attributes: { mfaAuthenticated: 'true', creationDate: '2026-11-22T08:00:00Z' } },
    },
    ...changes,
  });

/** The console's own AssumeRole call of a role switch. */
export const consoleRecord = (changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'alice' },
    ...changes,
  });

/** The sign-in half of the same switch. */
export const switchRoleRecord = (changes: JsonObject = {}): JsonObject => ({
  eventVersion: '1.08',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLETARGET001:alice',
    arn: `arn:aws:sts::${PRODUCTION}:assumed-role/prod-admin/alice`,
    accountId: PRODUCTION,
  },
  eventTime: '2026-11-22T11:59:52Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'SwitchRole',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: 'Mozilla/5.0',
  requestParameters: null,
  responseElements: { SwitchRole: 'Success' },
  additionalEventData: { SwitchFrom: `arn:aws:iam::${NORTHWIND}:user/alice.miller` },
  eventID: 'event-switch',
  readOnly: false,
  eventType: 'AwsConsoleSignIn',
  recipientAccountId: PRODUCTION,
  ...changes,
});

/** A refused web identity call names no role at all. */
export const namelessDenial = (changes: JsonObject = {}): JsonObject => ({
  eventVersion: '1.08',
  userIdentity: {
    type: 'WebIdentityUser',
    principalId: 'arn:aws:iam::111122223333:oidc-provider/example:sts.amazonaws.com:repo:acme/app',
    userName: 'repo:acme/app:ref:refs/heads/main',
  },
  eventTime: '2026-11-22T11:59:50Z',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRoleWithWebIdentity',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.9',
  errorCode: 'AccessDenied',
  errorMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  requestParameters: null,
  responseElements: null,
  eventID: 'event-denied',
  eventType: 'AwsApiCall',
  recipientAccountId: PRODUCTION,
  ...changes,
});
