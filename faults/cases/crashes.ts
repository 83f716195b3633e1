/** `kill -9` around every effect: 5, 6, 7, 8, and each step of `record` and of the sweep. */
import { heal, ring, until, untilTold } from '../act.ts';
import { isSettled, readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { DESTINATIONS, SHORT_NAMES } from '../fault-policy.ts';
import { vendorAnswer } from '../aws-answers.ts';
import { type Access, ACCESS_ID } from '../fault-records.ts';
import { matching } from '../matches.ts';
import type { Moment } from '../rule.ts';
import type { Stage } from '../stage.ts';

interface KillPoint {
  readonly when: Moment;
  /** The claim and the settlement are updates of the delivery, in this order; between them lies the send. */
  readonly effect: 'claim' | 'send' | 'settle';
}

/** Kills `deliver` at one point of a delivery to each destination in turn. */
async function killDelivering(stage: Stage, point: KillPoint): Promise<readonly Access[]> {
  const accesses: Access[] = [];
  for (const name of SHORT_NAMES) {
    const access = stage.access({ role: `prod-${name}` });
    const killed = stage.arm({
      on:
        point.effect === 'send'
          ? matching({ from: 'deliver', sends: true, about: access })
          : matching({
              from: 'deliver',
              operation: 'DynamoDB.UpdateItem',
              about: access,
              holding: `delivery#${DESTINATIONS[name]}`,
            }),
      skip: point.effect === 'settle' ? 1 : 0,
      fault: { kind: 'kill', when: point.when },
    });
    await stage.laptop().inject(access.record);
    await killed.whenStruck();
    killed.clear();
    accesses.push(access);
  }
  await heal(stage, accesses);
  return accesses;
}

/** Ends a function before or after each of its effects for one access, one access for each. */
async function killRecording(
  stage: Stage,
): Promise<{ readonly accesses: readonly Access[]; readonly kills: number }> {
  const clean = await ring(stage, { role: 'prod-two' });
  await untilTold(stage, [clean]);
  const accesses: Access[] = [clean];
  let kills = 0;
  for (let skip = 0; kills === 2 * skip; skip += 1) {
    for (const when of ['before', 'after'] as const) {
      const access = stage.access({ role: 'prod-two' });
      const on = matching({ from: 'record', about: access });
      const killed = stage.arm({ on, skip, fault: { kind: 'kill', when } });
      await stage.laptop().inject(access.record);
      accesses.push(access);
      await until('the kill, or the end without it', async () => {
        return killed.struck() > 0 || isSettled(await readStored(stage, access.accessId));
      });
      kills += killed.struck();
      killed.clear();
    }
  }
  await heal(stage, accesses);
  return { accesses, kills };
}

export const crashCases: readonly FaultCase[] = [
  {
    id: '5',
    name: 'crash before the claim',
    expected: 'told once each after the message comes back',
    stage: 'kills',
    quick: true,
    run: async (stage) => {
      const accesses = await killDelivering(stage, { effect: 'claim', when: 'before' });
      return { seen: `${String(accesses.length)} kills, told once each`, accesses };
    },
  },
  {
    id: '6',
    name: 'crash after the claim, before the send',
    expected: 'told once each after the lease; a second notice where nobody can say whether the first left',
    stage: 'kills',
    run: async (stage) => {
      const claimed = await killDelivering(stage, { effect: 'claim', when: 'after' });
      const about = await killDelivering(stage, { effect: 'send', when: 'before' });
      const accesses = [...claimed, ...about];
      return { seen: `${String(accesses.length)} kills, told once each`, accesses };
    },
  },
  {
    id: '7',
    name: 'crash after the send, before it is noted',
    expected: 'exactly one where the vendor can be asked, else at most two, the second says so',
    stage: 'kills',
    run: async (stage) => {
      const { problems, check } = checks();
      const sent = await killDelivering(stage, { effect: 'send', when: 'after' });
      const noting = await killDelivering(stage, { effect: 'settle', when: 'before' });
      const accesses = [...sent, ...noting];
      for (const access of accesses) {
        for (const [name, destination] of [
          ['mail', 'platform-mail'],
          ['slack', 'platform-slack'],
        ] as const) {
          if (access.role !== `prod-${name}`) continue;
          const last = stage.inbox.about(access.accessId).at(-1);
          const says = /delivery 2/.test(JSON.stringify(last?.body ?? {}));
          check(
            stage.inbox.copies(access, destination) < 2 || says,
            `${destination}: the second notice does not say that it is one`,
          );
        }
      }
      return { seen: `${String(accesses.length)} kills`, accesses, explained: 1, problems };
    },
  },
  {
    id: '8',
    name: 'crash after it was noted, before the message is acknowledged',
    expected: 'no second notice',
    stage: 'kills',
    run: async (stage) => {
      const accesses = await killDelivering(stage, { effect: 'settle', when: 'after' });
      return { seen: `${String(accesses.length)} kills, told once each`, accesses };
    },
  },
  {
    id: 'A',
    name: 'record killed before and after each of its effects',
    expected: 'the row is there, everybody told once',
    stage: 'kills',
    run: async (stage) => {
      const { accesses, kills } = await killRecording(stage);
      return { seen: `${String(kills)} kills`, accesses };
    },
  },
  {
    id: 'B',
    name: 'the minute’s sweep killed before and after each of its effects',
    expected: 'everything it had to do is done once, by a later one',
    stage: 'sweeps',
    run: async (stage) => {
      const { accesses, kills } = await killSweeping(stage, 'pending', workForMinute);
      return { seen: `${String(kills)} kills`, accesses };
    },
  },
  {
    id: 'C',
    name: 'the look at CloudTrail killed before and after each of its effects',
    expected: 'what EventBridge dropped is recorded and told once',
    stage: 'sweeps',
    run: async (stage) => {
      const { accesses, kills } = await killSweeping(stage, 'reconcile', workForReconcile);
      return { seen: `${String(kills)} kills`, accesses };
    },
  },
];

type MakeWork = (stage: Stage) => Promise<Access>;

/** A delivery that has to be tried again. */
const workForMinute: MakeWork = async (stage) => {
  const access = stage.access({ role: 'prod-hook' });
  const on = matching({ from: 'deliver', operation: 'POST hooks.example', about: access });
  const refused = stage.arm({ on, fault: { kind: 'answer', when: 'before', answer: vendorAnswer(503) } });
  await stage.laptop().inject(access.record);
  await refused.whenStruck();
  return access;
};

const workForReconcile: MakeWork = async (stage) => {
  const access = stage.access({ role: 'prod-all' });
  await stage.laptop().inject(access.record, { withhold: true });
  return access;
};

/** More effects than this a sweep with one thing to do does not have. */
const MOST_EFFECTS = 80;

/**
 * Gives the sweep work, kills it at its n-th request, and so on for each n, until one ends before it is killed: among
 * the requests about that work first, then among the others.
 */
async function killSweeping(
  stage: Stage,
  task: 'pending' | 'reconcile',
  makeWork: MakeWork,
): Promise<{ readonly accesses: readonly Access[]; readonly kills: number }> {
  const accesses: Access[] = [];
  let kills = 0;
  await stage.laptop().caughtUp;
  for (const isAbout of [true, false]) {
    for (let skip = 0; skip < MOST_EFFECTS; skip += 1) {
      const access = await makeWork(stage);
      accesses.push(access);
      const killed = stage.arm({
        on: ({ caller, body }) =>
          caller === 'sweep' &&
          body.includes(access.accessId) === isAbout &&
          (isAbout || !ANY_ACCESS.test(body)),
        skip,
        fault: { kind: 'kill', when: (skip + accesses.length) % 2 === 0 ? 'before' : 'after' },
      });
      stage.clock.forward(70);
      await stage.sweep(task);
      const struck = killed.struck();
      killed.clear();
      kills += struck;
      if (struck === 0) break;
    }
  }
  await heal(stage, accesses);
  await stage.sweep('reconcile');
  await heal(stage, accesses);
  return { accesses, kills };
}

const ANY_ACCESS = new RegExp(ACCESS_ID.source);
