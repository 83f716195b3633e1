import {
  DescribeAccountCommand,
  AccountNotFoundException,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { nameAccounts } from '../../lib/aws/account-names.ts';
import { sendToEnrichQueue } from '../../lib/aws/enrich-queue.ts';
import { readRoleTrust } from '../../lib/aws/read-role-trust.ts';
import { pacePerRegion } from '../../lib/aws/trail-pace.ts';
import { isNotAllowed } from '../../lib/kernel/not-allowed.ts';
import { PROD_ADMIN } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const iam = mockClient(IAMClient);
const organizations = mockClient(OrganizationsClient);
const sqs = mockClient(SQSClient);
beforeEach(() => {
  for (const mock of [iam, organizations, sqs]) mock.reset();
});

const DOCUMENT = encodeURIComponent('{"Version":"2012-10-17"}');
const role = (Arn: string) => ({
  Role: {
    Arn,
    AssumeRolePolicyDocument: DOCUMENT,
    Path: '/',
    RoleName: '',
    RoleId: '',
    CreateDate: undefined,
  },
});

describe('The trust policy of a role', () => {
  it('is asked for by name, and remembered for ten minutes', async () => {
    const clock = virtualClock();
    const read = readRoleTrust(new IAMClient({}), clock);
    iam.on(GetRoleCommand).resolves(role(PROD_ADMIN));
    expect(await read(PROD_ADMIN)).toBe(DOCUMENT);
    clock.advance(599);
    expect(await read(PROD_ADMIN)).toBe(DOCUMENT);
    expect(iam.commandCalls(GetRoleCommand).map(({ args }) => args[0].input)).toEqual([
      { RoleName: 'prod-admin' },
    ]);
    clock.advance(2);
    await read(PROD_ADMIN);
    expect(iam.commandCalls(GetRoleCommand)).toHaveLength(2);
  });

  it('is not another account’s of the same name', async () => {
    iam.on(GetRoleCommand).resolves(role('arn:aws:iam::999999999999:role/prod-admin'));
    expect(await readRoleTrust(new IAMClient({}), virtualClock())(PROD_ADMIN)).toBeUndefined();
  });

  it('may be that of a role whose path the record has lost', async () => {
    iam.on(GetRoleCommand).resolves(role('arn:aws:iam::111122223333:role/team/prod-admin'));
    expect(await readRoleTrust(new IAMClient({}), virtualClock())(PROD_ADMIN)).toBe(DOCUMENT);
  });

  it('is unknown of a role that is gone, and a refusal is not taken for that', async () => {
    const read = readRoleTrust(new IAMClient({}), virtualClock());
    iam.on(GetRoleCommand).rejectsOnce(new NoSuchEntityException({ message: 'gone', $metadata: {} }));
    expect(await read(PROD_ADMIN)).toBeUndefined();
    const refusal = Object.assign(new Error('no'), { name: 'AccessDenied' });
    iam.on(GetRoleCommand).rejects(refusal);
    const other = 'arn:aws:iam::111122223333:role/other';
    await expect(read(other)).rejects.toThrow('no');
    await expect(read(other)).rejects.toThrow('no');
    expect(isNotAllowed(refusal)).toBe(true);
  });

  it('is not asked for where the text is no role', async () => {
    expect(await readRoleTrust(new IAMClient({}), virtualClock())('arn:aws:iam::1:user/x')).toBeUndefined();
    expect(iam.calls()).toEqual([]);
  });
});

describe('The name of an account', () => {
  it('is asked for once, also when the organisation does not know it', async () => {
    const name = nameAccounts(new OrganizationsClient({ region: 'us-east-1' }));
    organizations
      .on(DescribeAccountCommand, { AccountId: '777788889999' })
      .resolves({ Account: { Name: 'Northwind' } })
      .on(DescribeAccountCommand, { AccountId: '999999999999' })
      .rejects(new AccountNotFoundException({ message: 'none', $metadata: {} }));
    expect([await name('777788889999'), await name('777788889999')]).toEqual(['Northwind', 'Northwind']);
    expect([await name('999999999999'), await name('999999999999')]).toEqual([undefined, undefined]);
    expect(organizations.calls()).toHaveLength(2);
  });
});

describe('A request for a later look', () => {
  it.each([
    [60, 60],
    [-5, 0],
    [5000, 900],
    [239.6, 240],
  ])('that is to wait %d s is sent with a delay of %d', async (wanted, sent) => {
    sqs.on(SendMessageCommand).resolves({});
    await sendToEnrichQueue(new SQSClient({}), 'https://queue')({ accessId: 'a', round: 2 }, wanted);
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://queue',
      MessageBody: '{"accessId":"a","round":2}',
      DelaySeconds: sent,
    });
  });

  it('fails when SQS does not take it', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('down'));
    await expect(
      sendToEnrichQueue(new SQSClient({}), 'https://queue')({ accessId: 'a', round: 1 }, 60),
    ).rejects.toThrow('down');
  });
});

test('whoever leaves room for others asks at a longer pace, also after CloudTrail has throttled', async () => {
  const clock = virtualClock();
  const pace = pacePerRegion(clock, 1_500);
  const waited = async (): Promise<number> => {
    const before = clock.now().getTime();
    await pace.wait('us-east-1');
    return clock.now().getTime() - before;
  };
  await waited();
  expect(await waited()).toBe(1_500);
  pace.slower('us-east-1');
  expect(await waited()).toBe(3_000);
  pace.faster('us-east-1');
  pace.faster('us-east-1');
  expect(await waited()).toBe(1_500);
});
