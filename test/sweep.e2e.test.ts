/** What the sweep looks after, with the packaged stack on this machine. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageCached } from '../infra/package-cached.mjs';
import { numberAt, parseJson } from '../lib/kernel/json.ts';
import { callAwsJson } from '../local/aws-json.ts';
import type { Laptop, Task } from '../local/laptop.ts';
import { startLaptop } from '../local/run.ts';
import { eventually } from './local/fixtures/eventually.ts';
import { crossAccountRecord, envelopeOf } from './support/sample-events.ts';
import { PRODUCTION } from './support/sample-policy.ts';

const ROOT = join(__dirname, '..');

let folder: string;
let laptop: Laptop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-sweep-'));
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

/** Somebody nobody else in these tests is, so that nothing is grouped. */
const entryOf = (eventID: string) =>
  crossAccountRecord({
    eventID,
    sharedEventID: `shared-${eventID}`,
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    userIdentity: { type: 'AWSAccount', principalId: `AIDA${eventID.toUpperCase()}`, accountId: PRODUCTION },
  });

const isRecorded = async (eventID: string): Promise<boolean> =>
  (await laptop.ask(`/api/accesses/${PRODUCTION}.${eventID}`)).ok;

const send = (queue: string, body: string) =>
  callAwsJson({
    endpointUrl: laptop.urls.messaging,
    region: 'us-east-1',
    target: 'AmazonSQS.SendMessage',
    body: { QueueUrl: laptop.ref(queue), MessageBody: body },
  });

/** What the task did, in its own numbers. */
const sweep = async (task: Task): Promise<unknown> => {
  const invoked = await laptop.sweep(task);
  if (!invoked.ok) throw new Error(`${invoked.errorType}: ${invoked.errorMessage}`);
  return invoked.value;
};

const mailsAbout = (words: string) =>
  laptop.vendors.messages().filter((each) => each.vendor === 'mail' && each.summary.includes(words));

it('counts a heartbeat that comes through the intake queue, and keeps no row of it', async () => {
  const time = new Date(Date.now() - 2000).toISOString();
  await send('IntakeQueue', JSON.stringify({ source: 'rolecall.heartbeat', time }));
  await eventually('the heartbeat is counted', async () => {
    const log = await readFile(join(folder, 'state/logs/record.log'), 'utf8').catch(() => '');
    const counted = log.split('\n').map(parseJson);
    return counted.some(
      (line) => numberAt(line, 'HeartbeatSeen') === 1 && (numberAt(line, 'HeartbeatLag') ?? 0) >= 2,
    );
  });
  const { accesses } = (await (await laptop.ask('/api/accesses')).json()) as {
    readonly accesses: readonly unknown[];
  };
  expect(accesses).toEqual([]);
});

it('records what lies in the dead letters once it can, and empties them', async () => {
  await send('IntakeDeadLetters', envelopeOf(entryOf('put-aside')));
  await send('RuleDeadLetters', envelopeOf(entryOf('not-handed-over')));
  expect(await sweep('reconcile')).toMatchObject({ lettersRecorded: 2, lettersFailed: 0 });
  expect(await isRecorded('put-aside')).toBe(true);
  expect(await isRecorded('not-handed-over')).toBe(true);
  expect(await sweep('reconcile')).toMatchObject({ lettersRecorded: 0, unconfirmed: 0 });
});

it('finds what EventBridge did not bring although CloudTrail throttles', async () => {
  await laptop.inject(entryOf('missed'), { withhold: true });
  laptop.refuseLookups('ThrottlingException', 3);
  expect(await sweep('reconcile')).toMatchObject({ missed: 1, failed: 0, unasked: 0 });
  expect(await isRecorded('missed')).toBe(true);
});

it('looks up the past of the roles in silence, and calls new only what it has not found there', async () => {
  const codesOf = async (eventID: string): Promise<readonly string[]> => {
    const answer = await laptop.ask(`/api/accesses/${PRODUCTION}.${eventID}`);
    return [...(await answer.text()).matchAll(/"code":"([a-z-]+)"/g)].map(([, code]) => code ?? '');
  };
  // A sweep reads of the past for as long as it has time.
  await eventually(
    'all of them are read',
    async () => numberAt(await sweep('reconcile'), 'baselinesOpen') === 0,
  );
  expect(await sweep('reconcile')).toMatchObject({ baselinesOpen: 0, stepsFailed: 0 });
  await laptop.inject(entryOf('newcomer'));
  await eventually('the newcomer is recorded', () => isRecorded('newcomer'));
  expect(await codesOf('newcomer')).toContain('first-principal');
  expect(await codesOf('newcomer')).not.toContain('baseline-incomplete');
  await laptop.inject({ ...entryOf('newcomer'), eventID: 'newcomer-again' });
  await eventually('the second entry is recorded', () => isRecorded('newcomer-again'));
  expect(await codesOf('newcomer-again')).not.toContain('first-principal');
});

it('tells the operator and the owner’s fallback when an address is not confirmed', async () => {
  laptop.subscriptions.setPending(laptop.ref('TopicPlatformMail'), 'oncall@example.com', true);
  expect(await sweep('reconcile')).toMatchObject({ unconfirmed: 1, stepsFailed: 0 });
  // The operator’s topic has the default owner’s two addresses, the fallback one.
  const words = 'platform-mail gets no notices';
  await eventually('three mails', async () => mailsAbout(words).length >= 3);
  await sweep('pending');
  expect(mailsAbout(words)).toHaveLength(3);
});

it('counts what was recorded', async () => {
  expect(await sweep('count')).toMatchObject({ stepsFailed: 0, behind: 0 });
});

it('seals', async () => {
  expect(await sweep('seal')).toMatchObject({ differing: 0 });
});
