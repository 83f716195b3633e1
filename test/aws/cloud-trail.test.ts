import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudTrail } from '../../lib/aws/cloud-trail.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new CloudTrailClient({ region: 'us-east-1', credentials });
const iam = new IAMClient({ region: 'us-east-1', credentials });
const cloudTrailMock = mockClient(client);
const iamMock = mockClient(iam);

const question = {
  region: 'us-east-1',
  attribute: 'ResourceName',
  value: 'arn:aws:iam::111122223333:role/prod-admin',
  from: '2026-11-22T10:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
} as const;

const collect = async (texts: AsyncIterable<string>): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const text of texts) all.push(text);
  return all;
};

beforeEach(() => {
  cloudTrailMock.reset();
  iamMock.reset();
});

describe('Asking CloudTrail', () => {
  it('reads every page of the answer, and never asks a Region twice within half a second', async () => {
    const clock = virtualClock();
    const asked: number[] = [];
    cloudTrailMock.on(LookupEventsCommand).callsFake((input: { NextToken?: string }) => {
      asked.push(clock.now().getTime());
      const page = input.NextToken === undefined ? 1 : 2;
      const Events = [{ CloudTrailEvent: `record ${page}` }, { EventId: 'without its record' }];
      return page === 1 ? { Events, NextToken: 'next' } : { Events };
    });
    const trail = cloudTrail({ clientFor: () => client, iam, clock });
    expect(await collect(trail.lookUp(question))).toEqual(['record 1', 'record 2']);
    await collect(trail.lookUp(question));
    const pauses = asked.slice(1).map((time, index) => time - (asked[index] ?? 0));
    expect(pauses).toHaveLength(3);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500);
  });

  it('asks with exactly one attribute, within the window', async () => {
    cloudTrailMock.on(LookupEventsCommand).resolves({ Events: [] });
    await collect(cloudTrail({ clientFor: () => client, iam, clock: virtualClock() }).lookUp(question));
    expect(cloudTrailMock.commandCalls(LookupEventsCommand)[0]?.args[0].input).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: question.value }],
      StartTime: new Date(question.from),
      EndTime: new Date(question.to),
    });
  });

  it('fails when a page fails, so that the mark stays where it was', async () => {
    cloudTrailMock.on(LookupEventsCommand).rejects(new Error('ThrottlingException'));
    const trail = cloudTrail({ clientFor: () => client, iam, clock: virtualClock() });
    await expect(collect(trail.lookUp(question))).rejects.toThrow('ThrottlingException');
  });

  it('lists the roles of the account over all pages', async () => {
    iamMock
      .on(ListRolesCommand)
      .resolvesOnce({ Roles: [{ Arn: 'arn:1' } as never], IsTruncated: true, Marker: 'm' })
      .resolvesOnce({ Roles: [{ Arn: 'arn:2' } as never], IsTruncated: false });
    const trail = cloudTrail({ clientFor: () => client, iam, clock: virtualClock() });
    expect(await trail.roleArns()).toEqual(['arn:1', 'arn:2']);
  });
});
