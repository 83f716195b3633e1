/** Vendors that fail: 12 to 18, 25. */
import { heal, ring, until, untilAttempted, untilTold } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { DESTINATIONS, SHORT_NAMES } from '../fault-policy.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';
import type { Stage } from '../stage.ts';

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** Retry-After as Slack may write it, and how long we may then wait: at least what was asked, at most a little more. */
const RETRY_AFTER = [
  { header: '1', least: 1, most: 2 },
  { header: '30', least: 30, most: 31 },
  { header: '3600', least: 3600, most: 3601 },
  { header: undefined, least: 1, most: 4 },
  { header: 'soon, perhaps', least: 1, most: 4 },
  { header: 'date+20', least: 19, most: 21 },
] as const;

export const vendorCases: readonly FaultCase[] = [
  {
    id: '12',
    name: 'Slack answers 429: Retry-After 1, 30, 3600, missing, garbage, a date',
    expected: 'waits as long as asked, never drops',
    stage: 'vendors',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const { header, least, most } of RETRY_AFTER) {
        stage.laptop().vendors.failures.order({
          vendor: 'slack-webhook',
          destination: 'platform-slack',
          plan: [{ mode: 'status', status: 429, ...(header === undefined ? {} : { retryAfter: header }) }],
        });
        const access = await ring(stage, { role: 'prod-slack' });
        const { attempts, dueAt } = await untilAttempted(stage, access, { destinationId: 'platform-slack' });
        const waited = secondsBetween(attempts[0]?.endedAt ?? '', dueAt);
        check(
          attempts.length > 1 || (waited >= least - 0.5 && waited <= most + 1),
          `Retry-After ${header ?? 'missing'}: waits ${String(waited)} s`,
        );
        await stage.advance(most + 1);
        await stage.sweep('pending');
        await untilTold(stage, [access]);
        accesses.push(access);
      }
      return { seen: 'six answers, six waits', accesses, problems };
    },
  },
  {
    id: '13',
    name: 'a vendor answers 500, 502, 503, 504 for ten minutes',
    expected: 'all told afterwards, the refused attempt first',
    stage: 'vendors',
    run: async (stage) => {
      const { problems, check } = checks();
      stage.laptop().vendors.failures.order({
        vendor: 'webhook-receiver',
        destination: 'platform-hook',
        every: 1,
        plan: [500, 502, 503, 504].map((status) => ({ mode: 'status' as const, status })),
      });
      const accesses: Access[] = [];
      for (let index = 0; index < 4; index += 1) accesses.push(await ring(stage, { role: 'prod-hook' }));
      const urgent = await ring(stage, { role: 'prod-hook', changes: DENIED });
      accesses.push(urgent);
      for (let minute = 0; minute < 10; minute += 1) await stage.advance(61);
      const attempts = stage.traffic.filter(
        ({ operation, accessIds }) =>
          operation === 'POST hooks.example.com' &&
          accesses.some(({ accessId }) => accessIds.includes(accessId)),
      ).length;
      check(attempts >= 3, 'was not tried again during the outage');
      check(attempts <= 30, `was tried ${String(attempts)} times in ten minutes`);
      await heal(stage, accesses);
      const order = stage.inbox.at('platform-hook').map(({ body }) => JSON.stringify(body));
      const positionOf = ({ accessId }: Access): number => order.findIndex((text) => text.includes(accessId));
      // One that finds out whether the destination is back may go before it, and of a backlog every fourth is the oldest.
      const before = accesses.filter((access) => positionOf(access) < positionOf(urgent));
      check(before.length <= 2, `${String(before.length)} were told before the refused attempt`);
      return { seen: `${String(attempts)} attempts during the outage`, accesses, problems };
    },
  },
  {
    id: '14',
    name: '200 with ok:false, with another body than “ok”, with a web page',
    expected: 'taken for failures; told once afterwards',
    stage: 'vendors',
    run: async (stage) => {
      const accesses: Access[] = [];
      for (const vendor of ['slack-webhook', 'slack-api', 'jira-cloud'] as const) {
        stage.laptop().vendors.failures.order({ vendor, plan: [{ mode: 'html' }, { mode: 'ok-false' }] });
      }
      for (const name of ['slack', 'chat', 'jira'] as const) {
        const access = await ring(stage, { role: `prod-${name}` });
        await untilAttempted(stage, access, { destinationId: DESTINATIONS[name] });
        accesses.push(access);
      }
      await healSlowly(stage, accesses);
      return { seen: 'told once each', accesses };
    },
  },
  {
    id: '16',
    name: 'the connection is reset before, during and after the request',
    expected: 'told once each: nothing was kept',
    stage: 'vendors',
    run: async (stage) => {
      const vendors = ['slack-webhook', 'slack-api', 'jira-cloud', 'webhook-receiver'] as const;
      for (const vendor of vendors) {
        const plan = (['before', 'during', 'after'] as const).map((when) => ({
          mode: 'reset' as const,
          when,
        }));
        stage.laptop().vendors.failures.order({ vendor, plan });
      }
      const accesses: Access[] = [];
      for (const name of ['slack', 'chat', 'jira', 'hook']) {
        accesses.push(await ring(stage, { role: `prod-${name}` }));
      }
      await healSlowly(stage, accesses);
      return { seen: 'told once each', accesses };
    },
  },
  {
    id: '17',
    name: 'accepted, and the answer is lost',
    expected: 'exactly one where the vendor can be asked, else two, the second says so',
    stage: 'vendors',
    quick: true,
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const name of SHORT_NAMES) {
        const access = stage.access({ role: `prod-${name}` });
        const lost = stage.arm({
          on: matching({ from: 'deliver', sends: true, about: access }),
          fault: { kind: 'cut', when: 'after' },
        });
        await stage.laptop().inject(access.record);
        await lost.whenStruck();
        accesses.push(access);
      }
      await heal(stage, accesses);
      for (const access of accesses.filter(({ role }) => ['prod-mail', 'prod-slack'].includes(role))) {
        const last = stage.inbox.about(access.accessId).at(-1);
        check(/delivery 2/.test(JSON.stringify(last?.body)), `${access.role}: the second does not say so`);
      }
      return { seen: 'six answers lost', accesses, explained: 1, problems };
    },
  },
  {
    id: '18',
    name: 'no answer at all, and an answer of one byte a second',
    expected: 'given up after five seconds; the other destinations do not wait',
    stage: 'slow',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const { mode, vendor, silent } of SILENCES) {
        // For as long as it takes: whoever waited for it would never be told.
        stage.laptop().vendors.failures.order({ vendor, every: 1, plan: [{ mode }] });
        const access = await ring(stage, { role: 'prod-all' });
        accesses.push(access);
        await until('the others are told', async () => {
          const { deliveries } = await readStored(stage, access.accessId);
          const told = deliveries.filter(({ state }) => state === 'sent');
          return told.length === 6 && told.every(({ destinationId }) => destinationId !== silent);
        });
        const { attempts } = await untilAttempted(stage, access, { destinationId: silent });
        const took = secondsBetween(attempts[0]?.startedAt ?? '', attempts[0]?.endedAt ?? '');
        check(took > 3 && took < 10, `${mode}: gave up after ${String(took)} s`);
        await heal(stage, [access]);
      }
      return { seen: 'others told at once', accesses, problems };
    },
  },
  {
    id: '25',
    name: 'Jira makes the ticket, the answer is lost, and the search lags',
    expected: 'one ticket',
    stage: 'vendors',
    run: async (stage) => {
      const { problems, check } = checks();
      stage.laptop().vendors.failures.order({ vendor: 'jira-cloud', plan: [{ mode: 'answer-lost' }] });
      const access = await ring(stage, { role: 'prod-jira' });
      await untilAttempted(stage, access, { destinationId: 'platform-jira' });
      await heal(stage, [access]);
      const { deliveries } = await readStored(stage, access.accessId);
      const attempts = deliveries[0]?.attempts ?? [];
      check(attempts.at(-1)?.found === true, 'the ticket was not found again');
      return { seen: attempts.map(({ outcome }) => outcome).join(', '), accesses: [access], problems };
    },
  },
];

/** Who says nothing, and how: an answer of some length, one byte a second, takes longer than anybody waits. */
const SILENCES = [
  { mode: 'hang', vendor: 'webhook-receiver', silent: 'platform-hook' },
  { mode: 'drip', vendor: 'jira-cloud', silent: 'platform-jira' },
] as const;

/** A refused attempt: urgent. */
const DENIED = {
  errorCode: 'AccessDenied',
  errorMessage: 'User is not authorized to perform: sts:AssumeRole',
  responseElements: null,
};

/** Lets what was ordered happen first: minutes pass, and only then all is well. */
async function healSlowly(stage: Stage, accesses: readonly Access[]): Promise<void> {
  for (let minute = 0; minute < 4; minute += 1) {
    await stage.advance(61);
    await stage.sweep('pending');
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  await heal(stage, accesses);
}
