/** Too much at once: 37, 38, and the numbers the guarantees name. */
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { type JsonObject, textAt } from '../../lib/kernel/json.ts';
import { heal, pause, ring, until, untilTold } from '../act.ts';
import { isSettled, readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import { watchMemory, worstGrowth } from '../memory-watch.ts';
import { deliveryMessage } from '../queue-messages.ts';
import { readAllItems } from '../read-table.ts';
import type { Armed } from '../rule.ts';
import type { Stage } from '../stage.ts';

const STORM_DESTINATIONS = ['platform-slack', 'platform-chat', 'platform-jira', 'platform-hook'];
const STORM = {
  policy: { roles: [{ role: 'prod-ci', destinations: STORM_DESTINATIONS }] },
} as const;

/** The role of a CI pipeline, as GitHub's provider enters it. */
const ROBOT: JsonObject = {
  type: 'WebIdentityUser',
  principalId: 'arn:aws:iam::111122223333:oidc-provider/token.example:repo:acme/app',
  userName: 'repo:acme/app:ref:refs/heads/main',
  identityProvider: 'arn:aws:iam::111122223333:oidc-provider/token.example',
};

const robotEntry = (stage: Stage): Access =>
  stage.access({
    role: 'prod-ci',
    session: 'pipeline',
    changes: { userIdentity: ROBOT, eventName: 'AssumeRoleWithWebIdentity' },
  });

/** Puts events on the bus, some at a time. */
async function pour(stage: Stage, accesses: readonly Access[]): Promise<void> {
  const AT_ONCE = 50;
  for (let start = 0; start < accesses.length; start += AT_ONCE) {
    await Promise.all(
      accesses
        .slice(start, start + AT_ONCE)
        .map(({ record, eventId }) => stage.laptop().bus.put({ ...wrapRecord(record), id: eventId })),
    );
  }
}

/** The busiest second of a destination. */
function busiestSecond(stage: Stage, destinationId: string): number {
  const times = stage.inbox.at(destinationId).map(({ at }) => Date.parse(at));
  return Math.max(
    0,
    ...times.map((from) => times.filter((time) => time >= from && time < from + 950).length),
  );
}

async function storm(stage: Stage, size: number) {
  const { problems, check } = checks();
  const functions = ['record', 'deliver', 'sweep'].map((key) => stage.laptop().lambda(key));
  const memory = watchMemory(() => functions.flatMap((each) => each.pids()));
  const robots = Array.from({ length: size }, () => robotEntry(stage));
  const human = stage.access({ role: 'prod-ci', session: 'alice' });
  const half = Math.floor(size / 2);
  const pouring = pour(stage, [...robots.slice(0, half), human, ...robots.slice(half)]);
  await until(
    'the human is recorded',
    async () => (await readStored(stage, human.accessId)).row !== undefined,
    300,
  );
  await until('the human is told', async () => isSettled(await readStored(stage, human.accessId)), 60);
  const delay = await announcedAfter(stage, human);
  check(delay < 5, `the human was announced ${delay.toFixed(1)} s after the row`);
  await pouring;
  await until('the queue is empty', async () => (await stage.depth('IntakeQueue')) === 0, 300);
  const growth = worstGrowth(memory.stop());
  check(growth < 40, `a function grew by ${growth.toFixed(0)} MB while it worked`);
  await untilTold(stage, [robots[0] ?? human, human]);
  await stage.advance(17 * 60);
  await stage.sweep('pending');
  await heal(stage, [robots[0] ?? human, human]);
  const rows = (await readAllItems(stage.table())).filter((item) => item['sk'] === 'row');
  check(rows.length === size + 1, `${String(rows.length)} rows of ${String(size + 1)}`);
  const rang = rows.filter((row) => textAt(row, 'groupedWith') === undefined && !isGrouped(row));
  for (const id of STORM_DESTINATIONS) {
    const messages = stage.inbox.at(id);
    const summaries = messages.filter(({ body }) => /more times|Repeated/.test(JSON.stringify(body)));
    check(summaries.length === 1, `${id}: ${String(summaries.length)} summaries`);
    const first = messages.findIndex(({ body }) => JSON.stringify(body).includes(human.accessId));
    const summary = messages.findIndex((message) => message === summaries[0]);
    check(first >= 0 && first < summary, `${id}: the summary came before the human`);
    check(busiestSecond(stage, id) <= 1, `${id}: ${String(busiestSecond(stage, id))} messages in one second`);
  }
  const seen = `${String(rows.length)} rows, ${String(rang.length)} rang; human after ${delay.toFixed(1)} s; +${growth.toFixed(0)} MB`;
  return { seen, accesses: [human], problems };
}

const isGrouped = (item: JsonObject): boolean => {
  const row = item['row'];
  return textAt(row, 'groupedWith') !== undefined;
};

/** Seconds from the row to the last of the first messages. */
async function announcedAfter(stage: Stage, { accessId }: Access): Promise<number> {
  const { row } = await readStored(stage, accessId);
  const recorded = Date.parse(textAt(row, 'recordedAt') ?? '');
  const told = stage.inbox.about(accessId).map(({ at }) => Date.parse(at));
  return (Math.max(...told) - recorded) / 1000;
}

export const stormCases: readonly FaultCase[] = [
  {
    id: '37',
    name: 'a storm: 10,000 entries of one CI role and one of a human, all at once',
    expected:
      'all recorded; human told within 5 s, before the one summary; at most a message a second; memory flat',
    stage: STORM,
    alone: true,
    run: (stage) => storm(stage, 10_000),
  },
  {
    id: '38',
    name: 'a refused attempt in the middle of 60 entries by 60 people',
    expected: 'told within seconds, before those that came first; the rest at their pace or in a digest',
    stage: STORM,
    run: async (stage) => {
      const { problems, check } = checks();
      const people = Array.from({ length: 60 }, () => stage.access({ role: 'prod-ci' }));
      const urgent = stage.access({ role: 'prod-ci', changes: DENIED });
      await pour(stage, people);
      await until(
        'the backlog is there',
        async () => {
          const stored = await Promise.all(people.map(({ accessId }) => readStored(stage, accessId)));
          return stored.every(({ row }) => row !== undefined);
        },
        120,
      );
      await stage.laptop().inject(urgent.record);
      await until(
        'the refused attempt is told',
        async () => isSettled(await readStored(stage, urgent.accessId)),
        40,
      );
      const delay = await announcedAfter(stage, urgent);
      const before = STORM_DESTINATIONS.map((id) => stage.inbox.at(id).length);
      check(delay < 12, `told after ${delay.toFixed(1)} s`);
      check(Math.max(...before) < 40, 'the others were told first');
      for (let minute = 0; minute < 3; minute += 1) await stage.advance(65);
      await heal(stage, [...people, urgent]);
      const digests = stage.inbox
        .at('platform-hook')
        .filter(({ body }) => /\d+ notices/.test(JSON.stringify(body)));
      const seen = `after ${delay.toFixed(1)} s; ${String(digests.length)} digest(s) at the webhook`;
      return { seen, accesses: [...people, urgent], problems };
    },
  },
  {
    id: 'G',
    name: '200 alerts, every fifth request to each HTTP vendor fails: 429, 500, reset, answer lost',
    expected: '200 told, 0 lost, 0 extra where it can be asked, else no more than lost answers',
    stage: { ...STORM, mostEnvironments: 10 },
    lane: 'long',
    run: async (stage) => failingVendors(stage, 200),
  },
  {
    id: 'H',
    name: 'calls per alert and destination, and log lines',
    expected: '3 calls: claim, send, mark; 1 for a duplicate; below 400 bytes of log an alert',
    stage: { policy: { roles: [{ role: 'prod-one', destinations: ['platform-hook'] }] } },
    lane: 'second',
    run: async (stage) => {
      const { problems, check } = checks();
      const warm = await ring(stage, { role: 'prod-one' });
      await untilTold(stage, [warm]);
      await pause(1500);
      const callsOf = (from: number) =>
        stage.traffic
          .slice(from)
          .filter(({ caller }) => caller === 'deliver')
          .map(({ operation }) => operation);
      let from = stage.traffic.length;
      const access = await ring(stage, { role: 'prod-one' });
      await untilTold(stage, [access]);
      await pause(500);
      const calls = callsOf(from);
      check(calls.length === 3, `${String(calls.length)} calls: ${calls.join(', ')}`);
      from = stage.traffic.length;
      await stage
        .laptop()
        .lambda('deliver')
        .invoke({ Records: [deliveryMessage(access, 'platform-hook')] });
      const again = callsOf(from);
      check(again.length === 1, `a duplicate costs ${again.join(', ')}`);
      await stage.newLogs();
      const burst = Array.from({ length: 40 }, () => stage.access({ role: 'prod-one' }));
      await pour(stage, burst);
      await until(
        'the burst is told',
        async () => {
          const stored = await Promise.all(burst.map(({ accessId }) => readStored(stage, accessId)));
          return stored.every(isSettled);
        },
        150,
      );
      const lines = (await stage.newLogs()).split('\n').filter((line) => isOwnLine(line));
      const missing = idLengthMissing(access);
      const bytes = lines.reduce((sum, line) => sum + line.length + 1 + missing, 0) / burst.length;
      check(bytes < 400, `${bytes.toFixed(0)} bytes of log for an alert`);
      const seen = `${calls.join(', ')}; duplicate: ${again.join(', ')}; ${bytes.toFixed(0)} bytes`;
      return { seen, accesses: [warm, access, ...burst], problems };
    },
  },
];

/** A refused attempt: urgent. */
const DENIED = { errorCode: 'AccessDenied', errorMessage: 'not authorized', responseElements: null };

/** CloudTrail's ids have 36 characters, ours fewer: the log would look shorter than it is. */
const idLengthMissing = ({ eventId }: Access): number => 36 - eventId.length;

const isOwnLine = (line: string): boolean => line.startsWith('{') && !line.includes('"_aws"');

const EVERY = 5;
/** In the order of `STORM_DESTINATIONS`. */
const VENDOR_HOSTS = ['hooks.slack.com', 'slack.com', 'acme.atlassian.net', 'hooks.example.com'];

async function failingVendors(stage: Stage, size: number) {
  const { problems, check } = checks();
  const cuts: Armed[] = [];
  for (const [offset, host] of VENDOR_HOSTS.entries()) {
    for (const [turn, fault] of FAILURES.entries()) {
      const armed = stage.arm({
        on: ({ caller, operation }) =>
          caller === 'deliver' && operation.split(' ')[1]?.split('/')[0] === host,
        // Every fifth request fails, in turn in four ways.
        skip: EVERY * turn + offset,
        every: EVERY * FAILURES.length,
        times: 10_000,
        fault,
      });
      if (fault.kind === 'cut' && fault.when === 'after') cuts.push(armed);
    }
  }
  const accesses: Access[] = [];
  for (let index = 0; index < size; index += 1) {
    accesses.push(await ring(stage, { role: 'prod-ci' }));
    await pause(900);
    // Back-offs and searches take minutes: they pass faster than the alerts come.
    // Somebody is always at work here: nobody is waited for.
    if (index % 3 === 2) await stage.advance(20, 0);
  }
  await stage.advance(120);
  const lost = cuts.reduce((sum, armed) => sum + armed.struck(), 0);
  await heal(stage, accesses);
  const totals = STORM_DESTINATIONS.map((id) => {
    const copies = accesses.map((access) => stage.inbox.copies(access, id));
    return { id, extra: copies.reduce((sum, count) => sum + Math.max(0, count - 1), 0) };
  });
  const extra = totals.map(({ id, extra: more }) => `${id} ${String(more)}`).join(', ');
  const slack = totals.find(({ id }) => id === 'platform-slack')?.extra ?? 0;
  const atSlack = cuts[0]?.struck() ?? 0;
  check(slack <= atSlack, `${String(slack)} extra at Slack for ${String(atSlack)} lost answers`);
  return {
    seen: `${String(size)} told; ${String(lost)} answers lost; extra: ${extra}`,
    accesses,
    explained: 2,
    problems,
  };
}

const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
});

const FAILURES = [
  { kind: 'answer', when: 'before', answer: text(429, 'rate_limited', { 'retry-after': '1' }) },
  { kind: 'answer', when: 'before', answer: text(500, 'error') },
  { kind: 'cut', when: 'before' },
  { kind: 'cut', when: 'after' },
] as const;
