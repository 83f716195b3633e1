/** The review of the packaged product on this machine: from the link in a message to a history that verifies. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { main } from '../cli/main.ts';
import type {
  AccessDetailAnswer,
  AccessListAnswer,
  CountsAnswer,
  ExceptionsAnswer,
  ExportJob,
  ExportLinkAnswer,
  ReadsAnswer,
  ReviewAnswer,
  SendAgainAnswer,
  ShownException,
} from '../lib/api/contract.ts';
import { type Clock, isoAfter, systemClock } from '../lib/kernel/clock.ts';
import { at, type JsonObject, parseJson, textAt } from '../lib/kernel/json.ts';
import type { Laptop } from '../local/laptop.ts';
import { startLaptop } from '../local/run.ts';
import type { KeptMessage } from '../local/vendors/kept-message.ts';
import { eventually } from './local/fixtures/eventually.ts';
import { packagedStack, PACKAGING_MILLISECONDS, ROOT } from './stack/packaged-stack.ts';
import { crossAccountRecord } from './support/sample-events.ts';
import { PRODUCTION } from './support/sample-policy.ts';
import { seen } from './support/seen.ts';

const HOUR = 3_600;
/** It all begins two hours ago, so that it is sealed at the end by the clock of this machine. */
let behind = 2 * HOUR;
const clock: Clock = { ...systemClock, now: () => new Date(isoAfter(systemClock.now(), -behind)) };

/** Equal accesses within a quarter of an hour are counted; a function knows exceptions for half a minute. */
const later = (minutes: number): void => {
  behind -= minutes * 60;
};

let folder: string;
let laptop: Laptop;
const cacheHome = process.env.XDG_CACHE_HOME;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-review-'));
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  const { templateFile, folders } = await packagedStack();
  laptop = await startLaptop({
    root: ROOT,
    // Where the commands look for it.
    dataDirectory: join(folder, '.rolecall'),
    packaged: { templateFile, folders },
    ports: { page: 0, inbox: 0 },
    examines: false,
    clock,
    write: () => undefined,
  });
  await laptop.caughtUp;
}, PACKAGING_MILLISECONDS * 2);

afterAll(async () => {
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Of the owner: two mail addresses, webhook, chat, ticket, OpsItem, signed webhook. Of the client: a mail. */
const MESSAGES_PER_ACCESS = 8;
/** Everything she does here. */
const ALICES = ['after', 'door', 'first', 'muted', 'refused'];
const ALICE = `arn:aws:iam::${PRODUCTION}:user/alice`;
const BOB = `arn:aws:iam::${PRODUCTION}:user/bob`;

const user = (arn: string): JsonObject => ({
  type: 'IAMUser',
  principalId: `AIDAEXAMPLE${arn.slice(arn.lastIndexOf('/') + 1).toUpperCase()}`,
  arn,
  accountId: PRODUCTION,
  userName: arn.slice(arn.lastIndexOf('/') + 1),
});

const inject = async (eventID: string, changes: JsonObject = {}): Promise<void> => {
  await laptop.inject(
    crossAccountRecord({
      eventID,
      sharedEventID: `shared-${eventID}`,
      eventTime: clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      userIdentity: user(ALICE),
      ...changes,
    }),
  );
};

const idOf = (eventID: string) => `${PRODUCTION}.${eventID}`;

const read = async <T>(path: string, group?: string): Promise<T> => {
  const response = await laptop.ask(path, {}, group);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};

const post = async <T>(path: string, body: unknown, group?: string): Promise<T> => {
  const headers = { 'content-type': 'application/json' };
  const response = await laptop.ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, group);
  const answer = (await response.json()) as T;
  expect([path, response.status, answer]).toEqual([path, 200, answer]);
  return answer;
};

const detailOf = (eventID: string) => read<AccessDetailAnswer>(`/api/accesses/${idOf(eventID)}`);

const isListed = async (eventID: string): Promise<boolean> =>
  (await laptop.ask(`/api/accesses/${idOf(eventID)}`)).ok;

const told = async (eventID: string): Promise<void> => {
  await eventually(
    `everybody told of ${eventID}`,
    async () => {
      if (!(await isListed(eventID))) return false;
      const states = (await detailOf(eventID)).deliveries.map(({ state }) => state.code);
      return states.length > 0 && states.every((code) => code === 'sent');
    },
    60,
  );
};

const rings = async (eventID: string, changes: JsonObject = {}): Promise<void> => {
  await inject(eventID, changes);
  await told(eventID);
};

const stateOf = async (eventID: string) => (await detailOf(eventID)).summary.review.state.code;

const lastSeq = (): number => laptop.vendors.messages().at(-1)?.seq ?? 0;

/** What arrived since a moment, refusals and later edits left out. */
const arrivedSince = (seq: number): readonly KeptMessage[] =>
  laptop.vendors
    .messages()
    .filter((each) => each.seq > seq && each.action === 'new' && each.verdict.outcome === 'accepted');

const run = async (...args: string[]) => {
  let out = '';
  let errors = '';
  const code = await main({
    root: folder,
    args,
    write: (text) => void (out += text),
    writeError: (text) => void (errors += text),
    stdin: (async function* () {})(),
    terminal: false,
  });
  return { code, out, errors };
};

const acknowledge = (eventID: string, seen: number, group: string) =>
  post<ReviewAnswer>(
    '/api/reviews',
    { action: 'acknowledge', reason: 'planned-work', accesses: [{ accessId: idOf(eventID), seen }] },
    group,
  );

describe('From the message', () => {
  it('the link in Slack leads to the access, which the API lists for whoever signed in', async () => {
    const before = lastSeq();
    await rings('first');
    const slack = arrivedSince(before).find(({ vendor }) => vendor === 'slack-webhook');
    const [link = ''] = /http:[^\s"|>]+\?access=[^\s"|>]+/.exec(JSON.stringify(slack?.body)) ?? [];
    const page = await fetch(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const { origin, searchParams } = new URL(link);
    expect(origin).toBe(laptop.urls.page);
    const accessId = searchParams.get('access') ?? '';
    const { summary, deliveries } = await read<AccessDetailAnswer>(
      `/api/accesses/${encodeURIComponent(accessId)}`,
    );
    expect(accessId).toBe(idOf('first'));
    expect(summary).toMatchObject({ who: { name: 'alice' }, review: { state: { code: 'unreviewed' } } });
    expect(deliveries.length).toBeGreaterThan(5);
    const { accesses } = await read<AccessListAnswer>('/api/accesses?person=alice', 'viewer');
    expect(accesses.map((one) => one.accessId)).toContain(accessId);
  });

  it('a client’s people see the accesses of their accounts, and of others not even that they are there', async () => {
    const [own, foreign] = await Promise.all(
      ['viewer@acme', 'viewer@globex'].map((group) => read<AccessListAnswer>('/api/accesses', group)),
    );
    expect(own?.accesses.map(({ accessId }) => accessId)).toContain(idOf('first'));
    expect(foreign?.accesses).toEqual([]);
    const [absent, never] = await Promise.all(
      ['first', 'never'].map((eventID) =>
        laptop.ask(`/api/accesses/${idOf(eventID)}`, {}, 'viewer@globex').then((answer) => answer.text()),
      ),
    );
    expect(absent).toBe(never);
    const denied = await laptop.ask('/api/reviews', { method: 'POST', body: '{}' }, 'viewer@acme');
    expect(denied.status).toBe(403);
  });
});

describe('What people say about it', () => {
  it('of two at once one is told that the other was first; undo takes it back; the ticket explains it', async () => {
    const both = await Promise.all([
      acknowledge('first', 0, 'reviewer'),
      acknowledge('first', 0, 'responder'),
    ]);
    const results = both.flatMap((one) => one.results);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['conflict', 'reviewed']);
    const winner = results.findIndex(({ kind }) => kind === 'reviewed');
    const lost = results.find(({ kind }) => kind === 'conflict');
    expect(lost?.review?.version).toBe(1);
    expect(lost?.words).toMatch(/acknowledged it/);
    const undone = await post<ReviewAnswer>(
      '/api/reviews',
      { action: 'undo', accesses: [{ accessId: idOf('first'), seen: 1 }] },
      winner === 0 ? 'reviewer' : 'responder',
    );
    expect(undone.results).toMatchObject([{ kind: 'reviewed', review: { state: { code: 'unreviewed' } } }]);

    await post<ReviewAnswer>('/api/reviews', {
      action: 'explain',
      reason: 'planned-work',
      ticket: 'OPS-1234',
      accesses: [{ accessId: idOf('first'), seen: 2 }],
    });
    const { summary, timeline } = await detailOf('first');
    expect(summary.review).toMatchObject({ state: { code: 'explained' }, ticket: 'OPS-1234', version: 3 });
    expect(timeline.map(({ words }) => words).join('\n')).toMatch(/acknowledged[^]*OPS-1234/);
    const { accesses } = await read<AccessListAnswer>('/api/accesses?ticket=OPS-1234');
    expect(accesses.map(({ accessId }) => accessId)).toEqual([idOf('first')]);
  });

  it('a notice that is sent again arrives exactly once more', async () => {
    const before = lastSeq();
    const again = `/api/accesses/${idOf('first')}/deliveries/platform-slack/again`;
    const answers = await Promise.all([post<SendAgainAnswer>(again, {}), post<SendAgainAnswer>(again, {})]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['opened', 'waiting']);
    await eventually('it arrives', () => arrivedSince(before).length > 0, 60);
    await told('first');
    await laptop.sweep('pending');
    expect(arrivedSince(before).map(({ vendor }) => vendor)).toEqual(['slack-webhook']);
    const { timeline } = await detailOf('first');
    // Slack has it before it is noted that it has.
    await seen(async () => {
      const { deliveries } = await detailOf('first');
      return deliveries.find(({ destinationId }) => destinationId === 'platform-slack')?.later;
    }).toMatchObject([{ words: expect.stringMatching(/^sent again/), state: { code: 'sent' } }]);
    expect(timeline.map(({ words }) => words)).toContain(
      'responder in a test had it sent again to platform-slack',
    );
  });
});

describe('An exception', () => {
  let exception: ShownException;

  it('mutes the same access, which is listed and counted all the same', async () => {
    exception = await post<ShownException>('/api/exceptions', {
      accessId: idOf('first'),
      subject: 'principal',
      reason: 'Alice moves the payment database.',
      ticket: 'OPS-1340',
      until: isoAfter(clock.now(), 24 * HOUR),
    });
    // Every function knows of it before it holds.
    expect(exception).toMatchObject({ subject: ALICE, state: { code: 'begins-later' } });
    later(20);
    const before = lastSeq();
    await inject('muted');
    await eventually('it is listed', () => isListed('muted'), 60);
    const { summary, deliveries } = await detailOf('muted');
    expect(summary.review).toMatchObject({
      state: { code: 'expected' },
      expected: { exceptionId: exception.exceptionId },
    });
    await laptop.sweep('pending');
    expect([deliveries, arrivedSince(before)]).toEqual([[], []]);
    await laptop.sweep('count');
    const { tabs, total } = await read<CountsAnswer>('/api/counts');
    expect(tabs.find(({ value }) => value === 'expected')?.count).toBe(1);
    expect(total.count).toBe(2);
    const { exceptions } = await read<ExceptionsAnswer>('/api/exceptions');
    expect(exceptions).toMatchObject([{ state: { code: 'holds' }, used: { count: 1 }, ticket: 'OPS-1340' }]);
  });

  it('mutes no refusal, no other person, and no door of the same person', async () => {
    const before = lastSeq();
    await rings('refused', {
      errorCode: 'AccessDenied',
      errorMessage: 'User is not authorized to perform: sts:AssumeRole',
      responseElements: null,
    });
    await rings('unseen', { userIdentity: user(BOB) });
    await rings('door', {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateAssumeRolePolicy',
      readOnly: false,
      requestParameters: {
        roleName: 'prod-admin',
        policyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
        }),
      },
      responseElements: null,
      resources: [],
    });
    expect(await Promise.all(['refused', 'unseen', 'door'].map(stateOf))).toEqual(
      Array(3).fill('unreviewed'),
    );
    expect(arrivedSince(before).length).toBeGreaterThanOrEqual(2 * MESSAGES_PER_ACCESS);
  });

  it('ends when somebody ends it: the next one rings', async () => {
    const ended = await post<ShownException>(`/api/exceptions/${exception.exceptionId}/end`, {});
    expect(ended).toMatchObject({ state: { code: 'ended' }, used: { count: 1 } });
    later(20);
    const before = lastSeq();
    await rings('after');
    expect(await stateOf('after')).toBe('unreviewed');
    expect(arrivedSince(before)).toHaveLength(MESSAGES_PER_ACCESS);
  });
});

describe('A file of it', () => {
  it('is downloaded at once, or written by a job and fetched with a link that ends', async () => {
    const small = await laptop.ask('/api/export?format=csv&person=alice', {}, 'reviewer');
    expect([small.status, small.headers.get('x-rolecall-rows')]).toEqual([200, '5']);
    const rows = (await small.text()).trimEnd().split('\r\n');
    // And the names of the columns.
    expect(rows).toHaveLength(6);
    expect(rows.filter((row) => row.includes('OPS-1234'))).toHaveLength(1);

    const begun = await post<ExportJob>(
      '/api/exports',
      { format: 'jsonl', query: 'person=alice' },
      'reviewer',
    );
    const jobOf = () => read<ExportJob>(`/api/exports/${begun.jobId}`, 'reviewer');
    await eventually('the job is done', async () => (await jobOf()).state.code === 'done', 60);
    expect((await laptop.ask(`/api/exports/${begun.jobId}`)).status).toBe(404);
    const { url, expires } = await post<ExportLinkAnswer>(
      `/api/exports/${begun.jobId}/link`,
      undefined,
      'reviewer',
    );
    expect((Date.parse(expires) - clock.now().getTime()) / 60_000).toBeCloseTo(15, 0);
    const file = Buffer.from(await (await fetch(url)).arrayBuffer());
    const text = (file[0] === 0x1f ? gunzipSync(file) : file).toString();
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => textAt(parseJson(line), 'access_id'));
    expect(ids.sort()).toEqual(ALICES.map(idOf));
    later(16);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('Somebody at a terminal, when all of it is over', () => {
  it('reads, exports and verifies it with the same sign-in', async () => {
    behind = 0;
    await laptop.sweep('pending');
    await laptop.sweep('seal');
    const listed = await run('history', '--from', '1d', '--person', 'alice', '--json');
    expect([listed.code, listed.out.trimEnd().split('\n').length]).toEqual([0, ALICES.length]);
    const said = await run('review', 'acknowledge', idOf('unseen'), '--reason', 'test');
    expect(said).toMatchObject({ code: 0, errors: '' });
    const shown = await run('show', idOf('unseen'));
    expect(shown.out).toMatch(/^Review: .*acknowledged/m);
    const exported = await run('export', '--from', '1d', '--state', 'expected', '--format', 'ocsf');
    expect(exported.out.trimEnd().split('\n')).toHaveLength(1);
    const verified = await run('verify');
    expect(verified).toMatchObject({ code: 0, errors: '' });
    expect(verified.out).toMatch(/[1-9] sealed hours?: nothing altered, nothing missing\./);
  });

  it('is refused without a token, with one that another key signed, and with one that is over', async () => {
    const sessions = parseJson(await readFile(join(folder, 'cache/rolecall/sessions.json'), 'utf8'));
    const own = textAt(at(sessions, laptop.urls.page), 'accessToken') ?? '';
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(decodeJwt(own))
      .setProtectedHeader({ ...decodeProtectedHeader(own), alg: 'RS256' })
      .sign(privateKey);
    const asked = async (token?: string) => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(`${laptop.urls.page}/api/accesses`, { headers });
      return [answer.status, (await answer.text()).includes(PRODUCTION)];
    };
    expect(await asked(own)).toEqual([200, true]);
    expect(await asked()).toEqual([401, false]);
    expect(await asked(forged)).toEqual([401, false]);
    later(61);
    expect(await asked(own)).toEqual([401, false]);
    behind = 0;
  });

  it('finds in the audit of reads who looked at what, exports and the command line included', async () => {
    const days = [
      ...new Set([2 * HOUR, HOUR, 0].map((ago) => isoAfter(systemClock.now(), -ago).slice(0, 10))),
    ];
    const answers = await Promise.all(days.map((day) => read<ReadsAnswer>(`/api/reads?day=${day}`)));
    const looks = answers.flatMap(({ reads }) => reads);
    const seen = (kind: string, by: string) =>
      looks.filter((one) => one.kind.code === kind && one.by.startsWith(by)).map(({ what }) => what);
    expect(seen('opened', 'responder in a test').join()).toContain(idOf('first'));
    expect(seen('listed', 'viewer@acme').length).toBeGreaterThan(0);
    expect(seen('exported', 'reviewer in a test').join()).toMatch(/link to /);
    expect(seen('opened', 'you@laptop').join()).toContain(idOf('unseen'));
    expect((await laptop.ask('/api/reads', {}, 'viewer@acme')).status).toBe(403);
  });
});
