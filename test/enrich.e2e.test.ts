/** A later look at an access, with the packaged stack on this machine: queue, function, IAM, CloudTrail, vendors. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageCached } from '../infra/package-cached.mjs';
import type { AccessDetailAnswer } from '../lib/api/contract.ts';
import type { JsonObject } from '../lib/kernel/json.ts';
import type { Laptop } from '../local/laptop.ts';
import { startLaptop } from '../local/run.ts';
import type { KeptMessage } from '../local/vendors/kept-message.ts';
import { eventually } from './local/fixtures/eventually.ts';
import { callOf } from './support/memory-trail.ts';
import { consoleRecord, crossAccountRecord, switchRoleRecord } from './support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from './support/sample-policy.ts';
import { seen } from './support/seen.ts';

const ROOT = join(__dirname, '..');
const DESTINATIONS = 7;

let folder: string;
let laptop: Laptop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-enrich-'));
  laptop = await startLaptop({
    root: ROOT,
    dataDirectory: join(folder, 'state'),
    packaged: await packageCached({ root: ROOT, write: () => undefined }),
    ports: { page: 0, inbox: 0 },
    write: () => undefined,
  });
  await laptop.caughtUp;
});

afterAll(async () => {
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

const now = (offsetSeconds = 0): string =>
  new Date(Date.now() + offsetSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** Everybody in these tests has a role of his own, so that nothing is grouped and each trust policy is read anew. */
const roleArn = (name: string) => `arn:aws:iam::${PRODUCTION}:role/prod-${name}`;

const entry = (name: string, changes: JsonObject = {}, make = crossAccountRecord): JsonObject =>
  make({
    eventID: name,
    sharedEventID: `shared-${name}`,
    eventTime: now(),
    userIdentity: { type: 'AWSAccount', principalId: `AIDA${name.toUpperCase()}`, accountId: NORTHWIND },
    requestParameters: { roleArn: roleArn(name), roleSessionName: 'alice' },
    responseElements: {
      credentials: { accessKeyId: `ASIA${name.toUpperCase()}`, sessionToken: 'token' },
      assumedRoleUser: {
        assumedRoleId: `AROA${name.toUpperCase()}:alice`,
        arn: `arn:aws:sts::${PRODUCTION}:assumed-role/prod-${name}/alice`,
      },
    },
    resources: [],
    ...changes,
  });

const detailOf = async (name: string): Promise<AccessDetailAnswer | undefined> => {
  const answer = await laptop.ask(`/api/accesses/${PRODUCTION}.${name}`);
  return answer.ok ? ((await answer.json()) as AccessDetailAnswer) : undefined;
};

const told = (name: string) =>
  eventually(
    `everybody told of ${name}`,
    async () => {
      const states = (await detailOf(name))?.deliveries.map(({ state }) => state.code) ?? [];
      return states.length === DESTINATIONS && states.every((code) => code === 'sent');
    },
    60,
  );

/** What IAM knows from now on. */
const trusting = (name: string, conditions: JsonObject): Promise<void> =>
  writeFile(
    join(folder, 'state/aws.json'),
    JSON.stringify({
      trust: {
        [`prod-${name}`]: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${NORTHWIND}:root` },
            Action: 'sts:AssumeRole',
            Condition: conditions,
          },
        },
      },
    }),
  );

/** A message of the enrichment queue, handed over before its minute is over. */
const request = (name: string, round = 1): JsonObject => ({
  messageId: 'm',
  body: JSON.stringify({ accessId: `${PRODUCTION}.${name}`, round }),
});

const look = async (name: string, round = 1): Promise<void> => {
  const invoked = await laptop.lambda('enrich').invoke({ Records: [request(name, round)] });
  expect(invoked).toEqual({ ok: true, value: { batchItemFailures: [] } });
};

const about = (name: string): readonly KeptMessage[] =>
  laptop.vendors
    .messages()
    .filter(
      ({ verdict, body }) => verdict.outcome === 'accepted' && JSON.stringify(body).includes(`prod-${name}`),
    );

const actions = (messages: readonly KeptMessage[]) =>
  messages.map(({ kind, action }) => `${kind} ${action}`).sort();

/** Nothing more comes within a moment. */
const settled = async (name: string): Promise<void> => {
  const waiting = async () =>
    (await detailOf(name))?.deliveries.some(
      ({ state, later }) => state.code !== 'sent' || later.some((word) => word.state.code !== 'sent'),
    ) !== false;
  await eventually(`nothing waits for ${name}`, async () => !(await waiting()), 60);
};

const lastSeq = (): number => laptop.vendors.messages().at(-1)?.seq ?? 0;

const since = (seq: number): readonly KeptMessage[] =>
  laptop.vendors.messages().filter((each) => each.seq > seq && each.verdict.outcome === 'accepted');

/** One word to everybody: edits and comments where there can be any, a message elsewhere. */
const EVERYBODY = [
  'mail new',
  'mail new',
  'mail new',
  'ops-item update',
  'slack new',
  'slack update',
  'ticket comment',
  // Its title names the person now.
  'ticket update',
  'webhook new',
];

it('makes certain whom the trust policy pins: edited in place, and one short word elsewhere', async () => {
  await trusting('pinned', {
    StringEquals: { 'sts:RoleSessionName': '${aws:username}' },
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
  });
  await laptop.inject(entry('pinned'));
  await told('pinned');
  const before = lastSeq();
  await look('pinned');
  await settled('pinned');
  const detail = await detailOf('pinned');
  expect(detail?.summary.who).toMatchObject({ name: 'alice', certainty: { code: 'asserted' } });
  expect(detail?.mfa.code).toBe('yes');
  expect(detail?.joined.map(({ eventName }) => eventName)).toEqual(['GetRole']);
  expect(actions(since(before))).toEqual(EVERYBODY);
  await look('pinned');
  await look('pinned', 2);
  await settled('pinned');
  expect(since(before)).toHaveLength(EVERYBODY.length);
});

it('adds the address of the first call to what can be edited, and writes to nobody else', async () => {
  const record = entry('used', {
    eventName: 'AssumeRoleWithSAML',
    userIdentity: { type: 'SAMLUser', principalId: 'hash=:alice', userName: 'alice@example.com' },
    sharedEventID: undefined,
    sourceIPAddress: '13.239.101.254',
  });
  await laptop.inject(record);
  await told('used');
  const before = lastSeq();
  const call = callOf(record, { eventTime: now(), sourceIPAddress: '203.0.113.77', eventID: 'used-call' });
  await laptop.inject(call, { withhold: true });
  await look('used');
  await settled('used');
  expect(actions(since(before))).toEqual(['ops-item update', 'slack update', 'ticket comment']);
  expect(JSON.stringify(since(before).find(({ action }) => action === 'update')?.body)).toContain(
    '203.0.113.77',
  );
  expect(about('used').length).toBeGreaterThan(0);
});

it.each(['first', 'last'])('keeps a console switch one access, with its other half %s', async (when) => {
  const name = `switch${when}`;
  await trusting(name, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  const record = entry(name, {}, consoleRecord);
  const half = switchRoleRecord({
    eventID: `${name}half`,
    eventTime: record['eventTime'],
    awsRegion: 'us-east-1',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${name.toUpperCase()}:alice`,
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/prod-${name}/alice`,
      accountId: PRODUCTION,
    },
  });
  await laptop.inject(record);
  await told(name);
  const before = lastSeq();
  if (when === 'first') {
    await laptop.inject(half);
    await eventually('the half is joined', async () => (await detailOf(name))?.joined.length === 1);
    await look(name);
  } else {
    await look(name);
    await laptop.inject(half);
  }
  const named = async () => {
    const detail = await detailOf(name);
    return detail?.summary.who.name === 'alice.miller' && detail.mfa.code === 'yes';
  };
  await eventually('the person is named, with MFA', named);
  await settled(name);
  const slack = () => since(before).filter(({ vendor }) => vendor === 'slack-api');
  // The row is named before everybody is told so.
  const last = () => JSON.stringify(slack().at(-1)?.body);
  await seen(last).toContain('alice.miller');
  await seen(last).toContain('demanded by the trust policy');
  await settled(name);
  expect(new Set(slack().map(({ action, thing }) => `${action} ${String(thing)}`)).size).toBe(1);
  expect(
    since(before)
      .filter(({ kind }) => kind === 'ticket')
      .every(({ action }) => action === 'comment' || action === 'update'),
  ).toBe(true);
});

it('says nothing twice when its function is killed in the middle', async () => {
  // The first call of a process loads the bundle, which takes longer than what comes after it.
  for (const [index, milliseconds] of [10, 30, 60, 100, 160, 250].entries()) {
    const name = `killed${String(index)}`;
    await trusting(name, { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } });
    await laptop.inject(entry(name));
    await told(name);
    await look('nobody');
    const before = lastSeq();
    const dying = laptop.lambda('enrich').invoke({ Records: [request(name)] });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    laptop.lambda('enrich').kill();
    await dying;
    await look(name);
    await laptop.sweep('pending');
    await settled(name);
    expect([milliseconds, ...actions(since(before))]).toEqual([milliseconds, ...EVERYBODY]);
  }
});

it('is asked for by record, and hidden in the queue for a minute', async () => {
  await laptop.inject(entry('delayed'));
  await told('delayed');
  const log = await readFile(join(folder, 'state/logs/enrich.log'), 'utf8');
  expect(log).not.toContain('delayed');
  const answer = await fetch(laptop.urls.messaging, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.GetQueueAttributes',
      authorization:
        'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: JSON.stringify({
      QueueUrl: laptop.ref('EnrichQueue'),
      AttributeNames: ['ApproximateNumberOfMessagesDelayed'],
    }),
  });
  const { Attributes } = (await answer.json()) as { readonly Attributes: Record<string, string> };
  expect(Number(Attributes['ApproximateNumberOfMessagesDelayed'])).toBeGreaterThan(0);
});
