import { isObject, type JsonObject } from '../../lib/kernel/json.ts';
import { answerSts, sessionTokenOf } from '../../local/sts.ts';
import type { DeclaredFunction, DeclaredRole } from '../../local/topology.ts';
import { setClock } from './fixtures/set-clock.ts';

const ACCOUNT = '000000000000';
const SWEEP = `arn:aws:iam::${ACCOUNT}:role/SweepRole`;
const CANARY = `arn:aws:iam::${ACCOUNT}:role/rolecall-canary/CanaryRole`;

const trusting = (AWS: unknown): unknown => ({
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
});

const roles: readonly DeclaredRole[] = [
  { arn: SWEEP, name: 'SweepRole', trust: trusting('x') },
  { arn: CANARY, name: 'CanaryRole', trust: trusting(SWEEP) },
];

const sweep: DeclaredFunction = {
  key: 'sweep',
  name: 'rolecall-sweep',
  arn: 'arn:sweep',
  handler: '',
  timeoutSeconds: 1,
  memoryMegabytes: 128,
  environment: {},
  roleArn: SWEEP,
};

const ask = async (parameters: Readonly<Record<string, string>>, token?: string) => {
  const records: JsonObject[] = [];
  const answer = await answerSts(new URLSearchParams(parameters), token, {
    topology: { functions: [sweep, { ...sweep, key: 'record', roleArn: 'other' }], roles },
    region: 'us-east-1',
    clock: setClock(),
    inject: async (record) => {
      if (isObject(record)) records.push(record);
    },
  });
  return { answer, records };
};

const assume = { Action: 'AssumeRole', RoleArn: CANARY, RoleSessionName: 'canary-1', DurationSeconds: '900' };

it('knows functions by their session tokens', async () => {
  const { answer } = await ask({ Action: 'GetCallerIdentity' }, sessionTokenOf(sweep));
  expect(answer?.xml).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/SweepRole/rolecall-sweep</Arn>`);
  const { answer: person } = await ask({ Action: 'GetCallerIdentity' });
  expect(person?.xml).toContain(':user/local');
});

it('lets in whom the trust policy names, and records it as CloudTrail does', async () => {
  const { answer, records } = await ask(assume, sessionTokenOf(sweep));
  expect(answer).toMatchObject({ status: 200, xml: expect.stringContaining('<AccessKeyId>ASIA') });
  expect(records).toMatchObject([
    {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      readOnly: true,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/SweepRole/rolecall-sweep`,
        sessionContext: { sessionIssuer: { arn: SWEEP } },
      },
      requestParameters: { roleArn: CANARY, roleSessionName: 'canary-1', durationSeconds: 900 },
      recipientAccountId: ACCOUNT,
    },
  ]);
});

it.each([
  ['a function of another role', 'local.record', assume],
  ['a person', undefined, assume],
  ['somebody who asks for a role there is not', sessionTokenOf(sweep), { ...assume, RoleArn: `${CANARY}2` }],
])('refuses %s, and records that too', async (_who, token, parameters) => {
  const { answer, records } = await ask(parameters, token);
  expect(answer).toMatchObject({ status: 403, xml: expect.stringContaining('<Code>AccessDenied</Code>') });
  expect(records).toMatchObject([{ errorCode: 'AccessDenied', requestParameters: null }]);
});

it('leaves other actions to others', async () => {
  expect((await ask({ Action: 'ListRoles' })).answer).toBeUndefined();
});
