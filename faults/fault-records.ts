/** CloudTrail records for the suite: each of another person, at a second of its own. */
import type { JsonObject } from '../lib/kernel/json.ts';
import { roleArn, TRUSTED, TRUSTING } from './fault-policy.ts';

/** Planted in every record: none of them may ever leave a function. */
export const CANARIES = [
  'FAULT-CANARY-SESSION-TOKEN-00000000',
  'fault-canary-external-id-0000',
  'FAULT-CANARY-SECRET-KEY-0000',
] as const;
const [SESSION_TOKEN, EXTERNAL_ID, SECRET_KEY] = CANARIES;

export interface AccessWish {
  readonly role: string;
  /** Another person each time unless given. */
  readonly principalId?: string;
  readonly session?: string;
  /** Replaces fields of the record. */
  readonly changes?: JsonObject;
  /** ISO 8601; a second of its own unless given. */
  readonly time?: string;
}

/** One access that a stage made up. */
export interface Access {
  readonly accessId: string;
  readonly eventId: string;
  readonly role: string;
  /** ISO 8601. */
  readonly time: string;
  readonly record: JsonObject;
}

export interface RecordNumbers {
  /** Of the stage: stages must not share ids. */
  readonly prefix: string;
  readonly number: number;
  readonly time: string;
}

/** Found in texts, so that messages can be told apart. */
export const ACCESS_ID = new RegExp(`${TRUSTING}\\.flt-[a-z]+-\\d{6}`, 'g');

export function makeAccess(wish: AccessWish, { prefix, number, time }: RecordNumbers): Access {
  const eventId = `flt-${prefix}-${String(number).padStart(6, '0')}`;
  const at = wish.time ?? time;
  const session = wish.session ?? `person-${String(number)}`;
  const record = {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AWSAccount',
      principalId: wish.principalId ?? `AIDAFAULT${prefix.toUpperCase()}${String(number).padStart(6, '0')}`,
      accountId: TRUSTED,
    },
    eventTime: at,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.18',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: {
      roleArn: roleArn(wish.role),
      roleSessionName: session,
      externalId: EXTERNAL_ID,
    },
    responseElements: {
      credentials: {
        accessKeyId: `ASIAFAULT${String(number).padStart(6, '0')}`,
        secretAccessKey: SECRET_KEY,
        sessionToken: SESSION_TOKEN,
        expiration: 'Nov 22, 2027, 12:59:50 PM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROAFAULT:${session}`,
        arn: `arn:aws:sts::${TRUSTING}:assumed-role/${wish.role}/${session}`,
      },
    },
    requestID: `request-${eventId}`,
    eventID: eventId,
    readOnly: true,
    resources: [{ accountId: TRUSTING, type: 'AWS::IAM::Role', ARN: roleArn(wish.role) }],
    eventType: 'AwsApiCall',
    recipientAccountId: TRUSTING,
    sharedEventID: `shared-${eventId}`,
    ...wish.changes,
  };
  return { accessId: `${TRUSTING}.${eventId}`, eventId, role: wish.role, time: at, record };
}

/** CloudTrail writes whole seconds. */
export const secondOf = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z');
