import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { openCloudTrail } from '../../local/cloud-trail.ts';
import { createEventBus } from '../../local/event-bus.ts';
import { injectRecord } from '../../local/inject-record.ts';
import { knownRoles, listRoles } from '../../local/list-roles.ts';
import { lookUpEvents, trailLookups } from '../../local/look-up-events.ts';
import { assumeRole, EXTERNAL_ID, SESSION_TOKEN } from './fixtures/assume-role.ts';
import { setClock } from './fixtures/set-clock.ts';

const trustOf = () => ({ Version: '2012-10-17', Statement: [] });

describe('the CloudTrail file', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trail-'));
    file = join(folder, 'data/trail.jsonl');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps the minted key id and its end, and nothing else of the credentials', async () => {
    const trail = await openCloudTrail(file);
    await trail.append(assumeRole({ nested: [{ sessionToken: SESSION_TOKEN }] }));
    await trail.close();
    const kept = await readFile(file, 'utf8');
    expect(kept).not.toContain(SESSION_TOKEN);
    expect(kept).not.toContain(EXTERNAL_ID);
    expect(JSON.parse(kept)).toMatchObject({
      requestParameters: { externalId: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      responseElements: {
        credentials: { accessKeyId: 'ASIAEXAMPLEMINTED001', expiration: 'Mar 19, 2025, 1:30:20 AM' },
      },
    });
  });

  it('has a record on the disk before the bus sees it, and the bus sees the whole record', async () => {
    const trail = await openCloudTrail(file);
    let onDisk = '';
    let event = '';
    const target = { arn: 'arn:aws:sqs:us-east-1:0:q', maximumRetries: 0 };
    const bus = createEventBus({
      regions: ['us-east-1', 'eu-central-1'],
      rules: [
        {
          name: 'r',
          state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
          matches: () => true,
          targets: [target],
        },
      ],
      clock: setClock(),
      write: () => undefined,
      deliver: async (_target, text) => {
        onDisk = await readFile(file, 'utf8');
        event = text;
      },
    });
    const world = { put: async (heard: JsonObject) => ({ rules: await bus.put(heard) }) };
    await injectRecord(assumeRole(), { trail, world, clock: setClock() });
    await trail.close();
    expect(onDisk).toContain('"e-1"');
    expect(event).toContain(SESSION_TOKEN);
  });

  it('goes on after a line that a kill has torn', async () => {
    const first = await openCloudTrail(file);
    await first.append(assumeRole());
    await first.close();
    await appendFile(file, '{"eventID":"torn');
    const second = await openCloudTrail(file);
    await second.append(assumeRole({ eventID: 'e-2' }));
    await second.close();
    const third = await openCloudTrail(file);
    expect(third.records().map((record) => record['eventID'])).toEqual(['e-1', 'e-2']);
    await third.close();
  });
});

describe('LookupEvents', () => {
  const now = '2026-11-22T10:00:00Z';
  const at = (minutesAgo: number): string =>
    new Date(Date.parse(now) - minutesAgo * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const many = (count: number): readonly JsonObject[] =>
    Array.from({ length: count }, (_, index) =>
      assumeRole({ eventID: `e-${String(index)}`, eventTime: at(index) }),
    );
  const eventIds = (answer: JsonObject): readonly unknown[] =>
    (answer['Events'] as readonly { readonly EventId: unknown }[]).map((event) => event.EventId);

  it('answers the newest first, 50 at a time, with a token for the rest', () => {
    const clock = setClock(now);
    const records = many(60);
    const lookUp = lookUpEvents(() => records, clock);
    const first = lookUp({}, 'us-east-1');
    expect(eventIds(first)).toEqual(Array.from({ length: 50 }, (_, index) => `e-${String(index)}`));
    const second = lookUp({ NextToken: first['NextToken'] }, 'us-east-1');
    expect(eventIds(second)).toHaveLength(10);
    expect(second['NextToken']).toBeUndefined();
  });

  it('refuses the third request of a second, per Region', () => {
    const clock = setClock(now);
    const lookUp = lookUpEvents(() => [], clock);
    lookUp({}, 'us-east-1');
    lookUp({}, 'us-east-1');
    expect(() => lookUp({}, 'us-east-1')).toThrow('Rate exceeded');
    expect(lookUp({}, 'eu-west-1')).toEqual({ Events: [] });
    clock.forward(1001);
    expect(lookUp({}, 'us-east-1')).toEqual({ Events: [] });
  });

  it.each([
    ['ResourceName', 'arn:aws:iam::111122223333:role/prod-admin'],
    ['ResourceName', 'ASIAEXAMPLEMINTED001'],
    ['ResourceName', 'arn:aws:sts::111122223333:assumed-role/prod-admin/bob'],
    ['ResourceType', 'AWS::IAM::Role'],
    ['EventName', 'AssumeRole'],
    ['EventSource', 'sts.amazonaws.com'],
    ['EventId', 'e-1'],
    ['ReadOnly', 'true'],
    ['Username', 'bob'],
  ])('finds an entry by its %s', (AttributeKey, AttributeValue) => {
    const records = [assumeRole({ eventTime: at(1) })];
    const find = (value: string): readonly unknown[] =>
      eventIds(
        lookUpEvents(() => records, setClock(now))(
          { LookupAttributes: [{ AttributeKey, AttributeValue: value }] },
          'us-east-1',
        ),
      );
    expect(find(AttributeValue)).toEqual(['e-1']);
    expect(find('something else')).toEqual([]);
  });

  it('knows the root user by a name that no record holds', () => {
    const root = { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root' };
    const records = [assumeRole({ eventTime: at(1), userIdentity: root })];
    const asked = { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'root' }] };
    expect(eventIds(lookUpEvents(() => records, setClock(now))(asked, 'us-east-1'))).toEqual(['e-1']);
  });

  it('forgets after 90 days, stays in its Region and in the asked time', () => {
    const records = [
      assumeRole({ eventID: 'old', eventTime: at(91 * 24 * 60) }),
      assumeRole({ eventID: 'elsewhere', eventTime: at(1), awsRegion: 'eu-west-1' }),
      assumeRole({ eventID: 'early', eventTime: at(60) }),
      assumeRole({ eventID: 'late', eventTime: at(5) }),
    ];
    const from = Date.parse(at(10)) / 1000;
    expect(eventIds(lookUpEvents(() => records, setClock(now))({ StartTime: from }, 'us-east-1'))).toEqual([
      'late',
    ]);
  });

  it('refuses when it is told to, so many times', () => {
    const clock = setClock(now);
    const records = many(60);
    const { lookUp, refuseNext } = trailLookups(() => records, clock);
    refuseNext('ThrottlingException', 2);
    for (let times = 0; times < 2; times += 1) expect(() => lookUp({}, 'us-east-1')).toThrow('Rate exceeded');
    const { NextToken } = lookUp({}, 'us-east-1');
    refuseNext('InvalidNextTokenException', 1);
    clock.forward(1001);
    expect(eventIds(lookUp({}, 'us-east-1'))).toHaveLength(50);
    expect(() => lookUp({ NextToken }, 'us-east-1')).toThrow('token');
    expect(eventIds(lookUp({ NextToken }, 'us-east-1'))).toHaveLength(10);
  });

  it('refuses what the API refuses', () => {
    const ask = (request: JsonObject) => () => lookUpEvents(() => [], setClock(now))(request, 'us-east-1');
    expect(ask({ LookupAttributes: [{}, {}] })).toThrow('one lookup attribute');
    expect(ask({ MaxResults: 51 })).toThrow('MaxResults');
    expect(ask({ StartTime: 2, EndTime: 1 })).toThrow('start time');
    expect(ask({ NextToken: 'nonsense' })).toThrow('token');
  });
});

describe('ListRoles', () => {
  it('answers the roles that were entered and those named in full, each once, escaped', () => {
    const roles = knownRoles(
      [
        assumeRole(),
        assumeRole(),
        assumeRole({ requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/a&b/c' } }),
      ],
      ['arn:aws:iam::111122223333:role/prod-*', 'arn:aws:iam::111122223333:role/ops/break-glass'],
    );
    const xml = listRoles(roles, new URLSearchParams(), trustOf);
    expect([...xml.matchAll(/<Arn>(.*?)<\/Arn>/g)].map((match) => match[1])).toEqual([
      'arn:aws:iam::111122223333:role/ops/break-glass',
      'arn:aws:iam::111122223333:role/prod-admin',
      'arn:aws:iam::111122223333:role/a&amp;b/c',
    ]);
    // As IAM gives it: URL-encoded.
    expect(xml).toContain('<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22');
  });

  it('pages by a marker', () => {
    const arns = Array.from({ length: 3 }, (_, index) => `arn:aws:iam::111122223333:role/r${String(index)}`);
    const first = listRoles(knownRoles([], arns), new URLSearchParams({ MaxItems: '2' }), trustOf);
    expect(first).toContain('<IsTruncated>true</IsTruncated><Marker>2</Marker>');
    const second = listRoles(
      knownRoles([], arns),
      new URLSearchParams({ MaxItems: '2', Marker: '2' }),
      trustOf,
    );
    expect(second).toContain('<IsTruncated>false</IsTruncated>');
    expect(second).toContain('role/r2');
  });
});
