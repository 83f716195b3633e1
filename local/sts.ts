/**
 * STS on the laptop: who is asking is known by the session token of the function's environment, trust policies are those of
 * the template, the credentials are worth nothing, and what happened is recorded as CloudTrail records it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import { createHash } from 'node:crypto';
import { type Clock, isoAfter } from '../lib/kernel/clock.ts';
import { at, type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import type { DeclaredFunction, DeclaredRole, Topology } from './topology.ts';
import { xmlText } from './xml-text.ts';

export interface StsParts {
  readonly topology: Pick<Topology, 'functions' | 'roles'>;
  readonly region: string;
  readonly clock: Clock;
  /** Hands a CloudTrail record over: to event history and to the bus. */
  readonly inject: (record: JsonObject) => Promise<unknown>;
}

export interface StsAnswer {
  readonly status: number;
  readonly xml: string;
}

/** The session token of a function's environment: what tells the functions apart here. */
export const sessionTokenOf = ({ key }: Pick<DeclaredFunction, 'key'>): string => `local.${key}`;

/** `undefined` for an action that is not STS's. */
export async function answerSts(
  parameters: URLSearchParams,
  sessionToken: string | undefined,
  parts: StsParts,
): Promise<StsAnswer | undefined> {
  const caller = callerOf(sessionToken, parts);
  switch (parameters.get('Action')) {
    case 'GetCallerIdentity':
      return identity(caller);
    case 'AssumeRole':
      return assumeRole(parameters, caller, parts);
    default:
      return undefined;
  }
}

interface Caller {
  /** The role a function runs with; absent for a person at the terminal. */
  readonly role?: DeclaredRole;
  readonly arn: string;
  readonly principalId: string;
}

function callerOf(sessionToken: string | undefined, { topology }: StsParts): Caller {
  const found = topology.functions.find((each) => sessionTokenOf(each) === sessionToken);
  const role = topology.roles.find(({ arn }) => arn === found?.roleArn);
  if (found === undefined || role === undefined) {
    return { arn: `arn:aws:iam::${LOCAL_ACCOUNT}:user/local`, principalId: uniqueId('AIDA', 'local') };
  }
  return {
    role,
    arn: `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${role.name}/${found.name}`,
    principalId: `${uniqueId('AROA', role.arn)}:${found.name}`,
  };
}

/** Stable over restarts, as a real unique id would be. */
const uniqueId = (prefix: string, of: string): string =>
  `${prefix}${createHash('sha256').update(of).digest('hex').slice(0, 17).toUpperCase()}`;

const identity = ({ arn, principalId }: Caller): StsAnswer =>
  answered('GetCallerIdentity', [
    `<Arn>${xmlText(arn)}</Arn><UserId>${xmlText(principalId)}</UserId>`,
    `<Account>${LOCAL_ACCOUNT}</Account>`,
  ]);

async function assumeRole(parameters: URLSearchParams, caller: Caller, parts: StsParts): Promise<StsAnswer> {
  const roleArn = parameters.get('RoleArn') ?? '';
  const asked: Asked = {
    roleArn,
    session: parameters.get('RoleSessionName') ?? '',
    seconds: Number(parameters.get('DurationSeconds') ?? '3600'),
    key: uniqueId('ASIA', parts.clock.newId()),
  };
  const role = parts.topology.roles.find(({ arn }) => arn === roleArn);
  if (role === undefined || !trusts(role, caller)) {
    await parts.inject(deniedRecord(asked, caller, parts));
    return refused(
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }
  await parts.inject(assumedRecord(asked, caller, parts));
  const expires = isoAfter(parts.clock.now(), asked.seconds);
  return answered('AssumeRole', [
    `<AssumedRoleUser><AssumedRoleId>${sessionIdOf(asked)}</AssumedRoleId>`,
    `<Arn>${xmlText(sessionArnOf(asked))}</Arn></AssumedRoleUser>`,
    `<Credentials><AccessKeyId>${asked.key}</AccessKeyId><SecretAccessKey>local</SecretAccessKey>`,
    `<SessionToken>local</SessionToken><Expiration>${expires}</Expiration></Credentials>`,
  ]);
}

interface Asked {
  readonly roleArn: string;
  readonly session: string;
  readonly seconds: number;
  readonly key: string;
}

const sessionIdOf = ({ roleArn, session }: Asked): string => `${uniqueId('AROA', roleArn)}:${session}`;

const sessionArnOf = ({ roleArn, session }: Asked): string =>
  `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${session}`;

/** As much of a trust policy as the template uses: roles by their ARNs, no conditions. */
function trusts({ trust }: DeclaredRole, { role }: Caller): boolean {
  return listAt(trust, 'Statement').some((statement) => {
    const principals = [textAt(statement, 'Principal', 'AWS'), ...listAt(statement, 'Principal', 'AWS')];
    return (
      textAt(statement, 'Effect') === 'Allow' &&
      at(statement, 'Condition') === undefined &&
      role !== undefined &&
      principals.includes(role.arn)
    );
  });
}

/** The shape of domain records: a chained AssumeRole within one account. */
const assumedRecord = (asked: Asked, caller: Caller, parts: StsParts): JsonObject => ({
  ...baseRecord(caller, parts),
  requestParameters: {
    roleArn: asked.roleArn,
    roleSessionName: asked.session,
    durationSeconds: asked.seconds,
  },
  responseElements: {
    credentials: {
      accessKeyId: asked.key,
      sessionToken: 'local',
      expiration: isoAfter(parts.clock.now(), asked.seconds),
    },
    assumedRoleUser: { assumedRoleId: sessionIdOf(asked), arn: sessionArnOf(asked) },
  },
  resources: [{ accountId: LOCAL_ACCOUNT, type: 'AWS::IAM::Role', ARN: asked.roleArn }],
});

const deniedRecord = ({ roleArn }: Asked, caller: Caller, parts: StsParts): JsonObject => ({
  ...baseRecord(caller, parts),
  errorCode: 'AccessDenied',
  errorMessage: `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  requestParameters: null,
  responseElements: null,
});

const baseRecord = (caller: Caller, { clock, region }: StsParts): JsonObject => ({
  eventVersion: '1.11',
  userIdentity: identityOf(caller, clock),
  eventTime: `${clock.now().toISOString().slice(0, 19)}Z`,
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: region,
  sourceIPAddress: '203.0.113.20',
  userAgent: 'aws-sdk-js/3 ua/2.1 lang/js md/nodejs exec-env/AWS_Lambda_nodejs24.x api/sts',
  requestID: clock.newId(),
  eventID: clock.newId(),
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: LOCAL_ACCOUNT,
  eventCategory: 'Management',
  tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: `sts.${region}.amazonaws.com` },
});

const identityOf = ({ role, arn, principalId }: Caller, clock: Clock): JsonObject =>
  role === undefined
    ? { type: 'IAMUser', principalId, arn, accountId: LOCAL_ACCOUNT, userName: 'local' }
    : {
        type: 'AssumedRole',
        principalId,
        arn,
        accountId: LOCAL_ACCOUNT,
        accessKeyId: uniqueId('ASIA', arn),
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: uniqueId('AROA', role.arn),
            arn: role.arn,
            accountId: LOCAL_ACCOUNT,
            userName: role.name,
          },
          attributes: { creationDate: isoAfter(clock.now(), -60), mfaAuthenticated: 'false' },
        },
      };

const answered = (action: string, parts: readonly string[]): StsAnswer => ({
  status: 200,
  xml: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${parts.join('')}</${action}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`,
});

const refused = (words: string): StsAnswer => ({
  status: 403,
  xml: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${xmlText(words)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`,
});
