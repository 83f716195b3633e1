/** The whole product on this machine: the packaged bundles and rules, from one CloudTrail record to everybody told. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageCached } from '../infra/package-cached.mjs';
import type { AccessDetailAnswer, AccessListAnswer } from '../lib/api/contract.ts';
import { ring } from '../cli/ring.ts';
import { systemClock } from '../lib/kernel/clock.ts';
import type { JsonObject } from '../lib/kernel/json.ts';
import type { Laptop } from '../local/laptop.ts';
import { type LaptopOptions, startLaptop } from '../local/run.ts';
import type { KeptMessage } from '../local/vendors/kept-message.ts';
import { eventually } from './local/fixtures/eventually.ts';
import {
  consoleRecord,
  crossAccountRecord,
  EXTERNAL_ID,
  SESSION_TOKEN,
  switchRoleRecord,
} from './support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from './support/sample-policy.ts';

const ROOT = join(__dirname, '..');
/** Of the owner: two mail addresses, webhook, chat, ticket, OpsItem, signed webhook. Of the client: a mail. */
const MESSAGES_PER_ACCESS = 8;
const DESTINATIONS = [
  'acme-mail',
  'platform-chat',
  'platform-hook',
  'platform-jira',
  'platform-mail',
  'platform-ops',
  'platform-slack',
];

let folder: string;
let options: LaptopOptions;
let laptop: Laptop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-product-'));
  const packaged = await packageCached({ root: ROOT, write: () => undefined });
  options = {
    root: ROOT,
    dataDirectory: join(folder, 'state'),
    packaged,
    ports: { page: 0, inbox: 0 },
    write: () => undefined,
  };
  laptop = await startLaptop(options);
  await laptop.caughtUp;
});

afterAll(async () => {
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Each by somebody else: equal accesses within a quarter of an hour would be counted instead of told. */
const happening = (eventID: string, changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    eventID,
    userIdentity: {
      type: 'AWSAccount',
      principalId: `AIDAEXAMPLE${eventID.toUpperCase()}`,
      accountId: NORTHWIND,
    },
    sharedEventID: `shared-${eventID}`,
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    ...changes,
  });

const accessId = (eventID: string) => `${PRODUCTION}.${eventID}`;

const detailOf = async (eventID: string): Promise<AccessDetailAnswer | undefined> => {
  const response = await laptop.ask(`/api/accesses/${accessId(eventID)}`);
  return response.ok ? ((await response.json()) as AccessDetailAnswer) : undefined;
};

const listed = async (): Promise<AccessListAnswer['accesses']> => {
  const response = await laptop.ask('/api/accesses?limit=200');
  return ((await response.json()) as AccessListAnswer).accesses;
};

const everybodyTold = (eventID: string, seconds = 60) =>
  eventually(
    `everybody told of ${eventID}`,
    async () => {
      const detail = await detailOf(eventID);
      const states = detail?.deliveries.map(({ state }) => state.code) ?? [];
      return states.length === DESTINATIONS.length && states.every((code) => code === 'sent');
    },
    seconds,
  );

/** What arrived since a moment, refusals left out. */
const arrivedSince = (seq: number): readonly KeptMessage[] =>
  laptop.vendors.messages().filter((each) => each.seq > seq && each.verdict.outcome === 'accepted');

const lastSeq = (): number => laptop.vendors.messages().at(-1)?.seq ?? 0;

describe('One AssumeRole record', () => {
  it('becomes a row and one message at every destination of owner and client', async () => {
    const before = lastSeq();
    await laptop.inject(happening('once'));
    await everybodyTold('once');
    const detail = await detailOf('once');
    expect(detail?.deliveries.map(({ destinationId }) => destinationId).sort()).toEqual(DESTINATIONS);
    const kinds = arrivedSince(before).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['mail', 'mail', 'mail', 'ops-item', 'slack', 'slack', 'ticket', 'webhook']);
  });

  it('tells once when it is delivered three times', async () => {
    const before = lastSeq();
    const record = happening('thrice');
    await Promise.all([laptop.inject(record), laptop.inject(record)]);
    await laptop.inject(record);
    await everybodyTold('thrice');
    await laptop.sweep('pending');
    await laptop.sweep('reconcile');
    expect(arrivedSince(before)).toHaveLength(MESSAGES_PER_ACCESS);
    expect((await listed()).filter((row) => row.accessId === accessId('thrice'))).toHaveLength(1);
  });

  it('tells of two people in one minute twice', async () => {
    const before = lastSeq();
    const bob = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND };
    await laptop.inject(happening('alice'));
    await laptop.inject(happening('bob', { userIdentity: bob }));
    await Promise.all([everybodyTold('alice'), everybodyTold('bob')]);
    expect(arrivedSince(before)).toHaveLength(2 * MESSAGES_PER_ACCESS);
  });

  it('tells nobody when it is the caller’s own copy or another Region’s', async () => {
    const before = lastSeq();
    const copy = await laptop.inject(happening('copy', { recipientAccountId: NORTHWIND }));
    const elsewhere = await laptop.inject(happening('elsewhere', { awsRegion: 'ap-southeast-2' }));
    expect([copy.rules, elsewhere.rules]).toEqual([[], []]);
    expect(arrivedSince(before)).toEqual([]);
  });

  it('lets the client read no ARN, account number, key id, address or session name', async () => {
    const before = lastSeq();
    await laptop.inject(happening('client'));
    await everybodyTold('client');
    const mails = arrivedSince(before).filter(({ destinationHint }) =>
      destinationHint.includes('acme.example'),
    );
    expect(mails).toHaveLength(1);
    const { from, topicArn, subscriptionArn, ...seen } = Object(mails[0]?.body);
    expect(JSON.stringify(seen)).not.toMatch(/arn:|\b\d{12}\b|A[SK]IA|AIDA|198\.51\.100|alice/);
    expect(mails[0]?.summary).toMatch(/^A person from Northwind Managed Services entered/);
  });
});

describe('The command of the README', () => {
  it('rings the running product with a case of events/ and reports who was told', async () => {
    let out = '';
    const ringOnce = () =>
      ring({
        paths: [join(ROOT, 'events/assume-role/cross-account-user-with-external-id.json')],
        runFile: join(options.dataDirectory, 'run.json'),
        times: 1,
        again: true,
        keep: 'nothing',
        clock: systemClock,
        patienceMs: 60_000,
        write: (text) => {
          out += text;
        },
        writeError: (text) => {
          out += text;
        },
      });
    expect(await ringOnce()).toBe(0);
    expect(out).toContain('entered Production administrator in ACME production');
    for (const destination of DESTINATIONS) expect(out).toMatch(new RegExp(`${destination} +told`));
    out = '';
    expect(await ringOnce()).toBe(0);
    expect(out).toContain('Counted, not told by itself');
    expect(out).not.toContain(' told\n');
  });
});

describe('A Slack that asks to wait', () => {
  it('gets one message, two seconds later, and the history says what happened', async () => {
    const before = lastSeq();
    laptop.vendors.failures.order({
      vendor: 'slack-webhook',
      plan: [{ mode: 'status', status: 429, retryAfter: '2' }],
    });
    await laptop.inject(happening('late'));
    await everybodyTold('late');
    const slack = (await detailOf('late'))?.deliveries.find(
      ({ destinationId }) => destinationId === 'platform-slack',
    );
    const [first, second] = slack?.attempts ?? [];
    expect(slack?.attempts).toHaveLength(2);
    const waited = Date.parse(second?.startedAt ?? '') - Date.parse(first?.startedAt ?? '');
    expect(waited).toBeGreaterThanOrEqual(2000);
    expect(first?.words).toBe('Slack answered “too many requests”, asked to wait 2 s');
    const messages = arrivedSince(before).filter(({ vendor }) => vendor === 'slack-webhook');
    expect(messages).toHaveLength(1);
  });
});

describe('A console role switch', () => {
  it('is one access with the human’s name when the sign-in half comes first', async () => {
    const eventTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    await laptop.inject(switchRoleRecord({ eventID: 'half', eventTime, awsRegion: 'us-east-1' }));
    await eventually('the half is kept', async () => (await halves()) === 1);
    await laptop.inject(consoleRecord({ eventID: 'console', sharedEventID: 'console', eventTime }));
    await everybodyTold('console');
    const detail = await detailOf('console');
    expect(detail?.summary.who).toMatchObject({ name: 'alice.miller', certainty: { code: 'resolved' } });
    expect((await listed()).some((row) => row.accessId === accessId('half'))).toBe(false);
  });

  it('is edited, renamed and said in a short word when that half comes second', async () => {
    const before = lastSeq();
    const eventTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const bob = `arn:aws:iam::${NORTHWIND}:user/bob.jones`;
    const entered = `arn:aws:sts::${PRODUCTION}:assumed-role/prod-admin/bob`;
    const session = { assumedRoleId: 'AROAEXAMPLETARGET001:bob', arn: entered };
    await laptop.inject(
      consoleRecord({
        eventID: 'second',
        sharedEventID: 'second',
        eventTime,
        userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEBOB', accountId: NORTHWIND },
        requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'bob' },
        responseElements: { credentials: { sessionToken: SESSION_TOKEN }, assumedRoleUser: session },
      }),
    );
    await everybodyTold('second');
    await laptop.inject(
      switchRoleRecord({
        eventID: 'second-half',
        eventTime,
        awsRegion: 'us-east-1',
        userIdentity: {
          type: 'AssumedRole',
          principalId: session.assumedRoleId,
          arn: entered,
          accountId: PRODUCTION,
        },
        additionalEventData: { SwitchFrom: bob },
      }),
    );
    // All but the Slack app, Jira and OpsCenter are written to: two mails, webhook, signed webhook, the client's mail.
    await eventually(
      'everybody knows',
      async () => arrivedSince(before).length === 2 * MESSAGES_PER_ACCESS + 1,
      60,
    );
    const since = (action: string) =>
      arrivedSince(before)
        .filter((each) => each.action === action)
        .map(({ kind }) => kind)
        .sort();
    expect(since('update')).toEqual(['ops-item', 'slack', 'ticket']);
    expect(since('comment')).toEqual(['ticket']);
    expect(since('new').filter((kind) => kind === 'ticket' || kind === 'ops-item')).toHaveLength(2);
    const edited = arrivedSince(before).find(({ kind, action }) => kind === 'slack' && action === 'update');
    expect(edited?.summary).toMatch(/^bob\.jones from /);
    expect((await detailOf('second'))?.summary.who).toMatchObject({ name: 'bob.jones' });
  });

  const halves = async (): Promise<number> => {
    const log = await readFile(join(options.dataDirectory, 'logs/record.log'), 'utf8');
    return log.split('half-kept').length - 1;
  };
});

describe('What EventBridge did not deliver', () => {
  it('is found by the sweep, told, and marked as late', async () => {
    const before = lastSeq();
    await laptop.inject(happening('dropped'), { withhold: true });
    expect(await detailOf('dropped')).toBeUndefined();
    await laptop.sweep('reconcile');
    await everybodyTold('dropped');
    expect(arrivedSince(before)).toHaveLength(MESSAGES_PER_ACCESS);
    // Whoever reads the owner's edition; the client's may arrive first.
    expect(JSON.stringify(arrivedSince(before).map(({ body }) => body))).toMatch(/sweep/);
  });
});

describe('What the laptop keeps', () => {
  it('has no session token, external id, webhook address or API token in any file but the local secrets', async () => {
    const secrets = JSON.parse(await readFile(join(options.dataDirectory, 'secrets.json'), 'utf8')) as Record<
      string,
      string
    >;
    const forbidden = [SESSION_TOKEN, EXTERNAL_ID, ...Object.values(secrets)];
    expect(forbidden.length).toBeGreaterThan(5);
    const files = (await readdir(options.dataDirectory, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && entry.name !== 'secrets.json',
    );
    expect(files.length).toBeGreaterThan(5);
    let found = 0;
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name));
      found += bytes.includes('AIDAEXAMPLEONCE') ? 1 : 0;
      const leaked = forbidden.filter((secret) => bytes.includes(secret));
      expect([file.name, leaked.length]).toEqual([file.name, 0]);
    }
    // The search would find what is there: the database, the trail and the inbox hold the principal.
    expect(found).toBeGreaterThanOrEqual(3);
  });

  it('is all there after a stop and a new start', async () => {
    const rows = (await listed()).map((row) => row.accessId);
    const messages = laptop.vendors.messages().length;
    await laptop.stop();
    laptop = await startLaptop(options);
    await laptop.caughtUp;
    expect((await listed()).map((row) => row.accessId)).toEqual(rows);
    expect(laptop.vendors.messages()).toHaveLength(messages);
  });
});
