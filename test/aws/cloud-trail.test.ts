import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudTrail } from '../../lib/aws/cloud-trail.ts';
import { TrailThrottled } from '../../lib/history/trail.ts';
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

  const refusal = (name: string): Error => Object.assign(new Error('refused'), { name });

  it('fails when a page fails, so that the mark stays where it was', async () => {
    cloudTrailMock.on(LookupEventsCommand).rejects(refusal('AccessDeniedException'));
    const trail = cloudTrail({ clientFor: () => client, iam, clock: virtualClock() });
    await expect(collect(trail.lookUp(question))).rejects.toThrow('refused');
    expect(cloudTrailMock.commandCalls(LookupEventsCommand)).toHaveLength(1);
  });

  it('asks slower and slower while CloudTrail throttles, and goes on with the page it was at', async () => {
    const clock = virtualClock();
    const asked: { readonly at: number; readonly token: string | undefined }[] = [];
    cloudTrailMock.on(LookupEventsCommand).callsFake((input: { NextToken?: string }) => {
      asked.push({ at: clock.now().getTime(), token: input.NextToken });
      if (asked.length > 1 && asked.length < 5) throw refusal('ThrottlingException');
      return input.NextToken === undefined
        ? { Events: [{ CloudTrailEvent: 'one' }], NextToken: 'next' }
        : { Events: [{ CloudTrailEvent: 'two' }] };
    });
    const trail = cloudTrail({ clientFor: () => client, iam, clock });
    expect(await collect(trail.lookUp(question))).toEqual(['one', 'two']);
    expect(asked.map(({ token }) => token)).toEqual([undefined, 'next', 'next', 'next', 'next']);
    const pauses = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
    expect(pauses).toEqual([600, 1200, 2400, 4800]);
  });

  it('gives a Region up that goes on throttling, in less than a minute', async () => {
    const clock = virtualClock();
    const began = clock.now().getTime();
    cloudTrailMock.on(LookupEventsCommand).rejects(refusal('ThrottlingException'));
    const trail = cloudTrail({ clientFor: () => client, iam, clock });
    await expect(collect(trail.lookUp(question))).rejects.toThrow(TrailThrottled);
    expect(clock.now().getTime() - began).toBeLessThan(60_000);
  });

  it('begins again when its place in the pages has expired, and not for ever', async () => {
    let asked = 0;
    cloudTrailMock.on(LookupEventsCommand).callsFake((input: { NextToken?: string }) => {
      asked += 1;
      if (input.NextToken === 'expired') throw refusal('InvalidNextTokenException');
      return { Events: [{ CloudTrailEvent: 'one' }], NextToken: asked < 3 ? 'expired' : undefined };
    });
    const trail = cloudTrail({ clientFor: () => client, iam, clock: virtualClock() });
    expect(await collect(trail.lookUp(question))).toEqual(['one', 'one']);
    cloudTrailMock.on(LookupEventsCommand).rejects(refusal('InvalidNextTokenException'));
    await expect(collect(trail.lookUp(question))).rejects.toThrow('refused');
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
