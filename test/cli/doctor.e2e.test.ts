/** `rolecall doctor` and the canary against the running product: found well, broken on purpose, mended. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctor } from '../../cli/doctor.ts';
import { findLaptop, openDoctor } from '../../cli/open-doctor.ts';
import { packageCached } from '../../infra/package-cached.mjs';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { at, isObject, listAt, numberAt, parseJson, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import type { Laptop } from '../../local/laptop.ts';
import { startLaptop } from '../../local/run.ts';
import { eventually } from '../local/fixtures/eventually.ts';
import { packagedStack } from '../stack/packaged-stack.ts';

const ROOT = join(__dirname, '../..');

let folder: string;
let laptop: Laptop;
let policy: Policy;
let ahead = 0;

/** It can be moved on; the functions follow it. */
const clock: Clock = { ...systemClock, now: () => new Date(isoAfter(systemClock.now(), ahead)) };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-doctor-'));
  ({ policy } = await packagedStack());
  laptop = await startLaptop({
    root: ROOT,
    dataDirectory: folder,
    packaged: await packageCached({ root: ROOT, write: () => undefined }),
    ports: { page: 0, inbox: 0 },
    canaryMinutes: 60,
    // The tests ask; a schedule that asked beside them would find it first now and then.
    examines: false,
    clock,
    write: () => undefined,
  });
  await laptop.caughtUp;
});

afterAll(async () => {
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

const look = async (json = false): Promise<{ readonly code: number; readonly text: string }> => {
  const place = await findLaptop(join(folder, 'run.json'));
  if (place === undefined) throw new Error('no laptop runs');
  let text = '';
  const code = await doctor({
    examination: await openDoctor(place, policy, clock),
    where: 'The laptop that runs here',
    json,
    write: (more) => {
      text += more;
    },
  });
  return { code, text };
};

const sweep = async (task: 'canary' | 'doctor'): Promise<unknown> => {
  const invoked = await laptop.sweep(task);
  if (!invoked.ok) throw new Error(`${invoked.errorType}: ${invoked.errorMessage}`);
  return invoked.value;
};

const bell = async (): Promise<unknown> => {
  const answer = await laptop.ask('/api/health');
  return at(await answer.json(), 'bell');
};

const summaries = (words: string): readonly string[] =>
  laptop.vendors
    .messages()
    .map(({ vendor, summary }) => `${vendor}: ${summary}`)
    .filter((summary) => summary.includes(words));

const accesses = async (): Promise<readonly unknown[]> => {
  const from = isoAfter(clock.now(), -86_400);
  const answer = await laptop.ask(`/api/accesses?from=${from}&to=${isoAfter(clock.now(), 60)}`);
  return listAt(await answer.json(), 'accesses');
};

const ruleNamed = (part: string): string => {
  const rule = laptop.bus.rules().find(({ name }) => name.includes(part));
  if (rule === undefined) throw new Error(`no rule ${part}`);
  return rule.name;
};

const LONG = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

const arrives = (): Promise<void> =>
  eventually('the canary arrives', async () => {
    await sweep('canary');
    return textAt(await bell(), 'canary', 'tone') === 'good';
  });

/** Everything CloudTrail keeps about entries into the canary's role. It takes two questions a second, from everybody. */
const canaryRecords = async (): Promise<readonly unknown[]> => {
  let found: readonly unknown[] = [];
  await eventually('CloudTrail answers', async () => {
    found = await askForCanaries().catch(() => []);
    return found.length > 0;
  });
  return found;
};

const askForCanaries = async (): Promise<readonly unknown[]> => {
  const answer = await callAwsJson({
    endpointUrl: laptop.urls.standIns,
    region: 'us-east-1',
    target: 'CloudTrail_20131101.LookupEvents',
    body: { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] },
  });
  return listAt(answer, 'Events')
    .map((event) => parseJson(textAt(event, 'CloudTrailEvent') ?? ''))
    .filter((record) => textAt(record, 'requestParameters', 'roleArn')?.includes('/rolecall-canary/'));
};

it('finds nothing broken in what has just been started, and says of everything how it is', async () => {
  const { code, text } = await look();
  expect(text).toContain('✓ rules in us-east-1 ');
  expect(text).toContain('✓ destination platform-slack ');
  expect(text).toContain('; nothing was posted');
  expect(text).toMatch(/\d+ ok, \d+ warnings, 0 broken, \d+ unknown\n$/);
  expect(code).toBe(0);
  const { text: json } = await look(true);
  const findings = listAt(parseJson(json), 'findings');
  expect(numberAt(parseJson(json), 'counts', 'ok')).toBe(
    findings.filter((finding) => textAt(finding, 'state') === 'ok').length,
  );
  // Nobody was told anything by being asked.
  expect(laptop.vendors.messages()).toEqual([]);
});

it('sends a canary that arrives, measures it, and keeps it from everybody', async () => {
  expect(await sweep('canary')).toMatchObject({ sent: 1, missing: 0 });
  await arrives();
  expect(await bell()).toMatchObject({
    canary: { tone: 'good', words: expect.stringMatching(/^The bell rings: its last test took \d+ s/) },
  });
  const [record] = await canaryRecords();
  expect(textAt(record, 'requestParameters', 'roleSessionName')).toMatch(/^canary-[0-9a-f-]{36}$/);
  expect(at(record, 'userIdentity')).toMatchObject({ type: 'AssumedRole' });
  // Kept and found by its id, and not among what people read or are told.
  const id = `${String(textAt(record, 'recipientAccountId'))}.${String(textAt(record, 'eventID'))}`;
  expect((await laptop.ask(`/api/accesses/${id}`)).status).toBe(200);
  expect(await accesses()).toEqual([]);
  expect(laptop.vendors.messages()).toEqual([]);
  expect((await look()).text).toMatch(/✓ canary +its alert arrived after \d+ s/);
  // Not before its time has come.
  expect(await sweep('canary')).toMatchObject({ sent: 0, arrived: 0, missing: 0 });
});

it('misses a canary whose rule is switched off, and tells the operator once', async () => {
  laptop.bus.setState(ruleNamed('RuleCanary'), 'DISABLED');
  ahead += 61 * 60;
  expect(await sweep('canary')).toMatchObject({ sent: 1 });
  ahead += 14 * 60;
  expect(await sweep('canary')).toMatchObject({ missing: 0 });
  ahead += 2 * 60;
  expect(await sweep('canary')).toMatchObject({ missing: 1 });
  await eventually('the operator is told', async () => summaries('The bell does not ring').length > 0);
  const told = summaries('The bell does not ring');
  expect(await bell()).toMatchObject({ canary: { tone: 'bad', words: 'The bell does not ring since' } });
  ahead += 61 * 60;
  // Another one goes, and is missed as well: nobody is told again.
  expect(await sweep('canary')).toMatchObject({ sent: 1, missing: 1 });
  ahead += 16 * 60;
  expect(await sweep('canary')).toMatchObject({ missing: 1 });
  await laptop.sweep('pending');
  expect(summaries('The bell does not ring')).toEqual(told);
  const { code, text } = await look();
  expect(code).toBe(1);
  expect(text).toMatch(/✗ rule Canary in us-east-1 +is switched off/);
  expect(text).toContain(`--state ${LONG} --event-pattern '`);
  expect(text).toMatch(/✗ canary +its alert did not arrive/);
});

it('hears it again once the rule is mended', async () => {
  laptop.bus.setState(ruleNamed('RuleCanary'), LONG);
  ahead += 61 * 60;
  expect(await sweep('canary')).toMatchObject({ sent: 1 });
  await arrives();
  expect(await sweep('canary')).toMatchObject({ missing: 0 });
  expect(await bell()).toMatchObject({ canary: { tone: 'good' } });
});

it('rings for anybody else who enters the canary’s role', async () => {
  const [record] = await canaryRecords();
  if (!isObject(record)) throw new Error('no canary');
  const stranger = {
    ...record,
    eventID: clock.newId(),
    eventTime: `${clock.now().toISOString().slice(0, 19)}Z`,
    userIdentity: { type: 'AWSAccount', principalId: 'AIDASTRANGER00000001', accountId: '999999999999' },
  };
  await laptop.inject(stranger);
  await eventually('it is in the list', async () =>
    (await accesses()).some((access) => textAt(access, 'accessId')?.endsWith(stranger.eventID) === true),
  );
  await eventually('the default owner is told', async () => summaries('CanaryRole').length > 0);
});

it('tells the operator once that the trail has stopped, and again only when it stops again', async () => {
  const callTrail = (action: string) =>
    callAwsJson({
      endpointUrl: laptop.urls.standIns,
      region: 'us-east-1',
      target: `CloudTrail_20131101.${action}`,
      body: { Name: 'management-events' },
    });
  // What the clock has made of heartbeats and sweeps, which nobody moved on, is told first.
  await sweep('doctor');
  await callTrail('StopLogging');
  expect(await sweep('doctor')).toMatchObject({ newlyBroken: 1 });
  await eventually('the operator is told', async () => summaries('trail of us-east-1').length > 0);
  const told = summaries('trail of us-east-1').length;
  expect(await sweep('doctor')).toMatchObject({ newlyBroken: 0 });
  expect((await look()).text).toContain('$ aws cloudtrail start-logging --name management-events');
  expect(await bell()).toMatchObject({ doctor: { tone: 'bad' } });
  await callTrail('StartLogging');
  await sweep('doctor');
  expect(summaries('trail of us-east-1')).toHaveLength(told);
  await callTrail('StopLogging');
  expect(await sweep('doctor')).toMatchObject({ newlyBroken: 1 });
  await callTrail('StartLogging');
});

it('names a webhook that was revoked, without having posted to it', async () => {
  const before = laptop.vendors.messages().filter(({ vendor }) => vendor === 'slack-webhook').length;
  laptop.vendors.failures.order({
    vendor: 'slack-webhook',
    destination: 'platform-slack',
    plan: [{ mode: 'status', status: 404 }],
    every: 1,
  });
  const { code, text } = await look();
  laptop.vendors.failures.clear();
  expect(code).toBe(1);
  expect(text).toMatch(/✗ destination platform-slack +refuses: /);
  const kept = laptop.vendors
    .messages()
    .filter(({ vendor, verdict }) => vendor === 'slack-webhook' && verdict.outcome === 'accepted');
  expect(kept.length).toBeLessThanOrEqual(before);
});
