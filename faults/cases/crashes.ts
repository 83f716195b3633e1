/** `kill -9` around every effect: 5, 6, 7, 8, and each step of `record` and of the sweep. */
import { heal, ring, until, untilRecorded, untilTold } from '../act.ts';
import { isSettled, readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { DESTINATIONS, SHORT_NAMES } from '../fault-policy.ts';
import { vendorAnswer } from '../aws-answers.ts';
import { type Access, ACCESS_ID } from '../fault-records.ts';
import { type Exchange, isEffect } from '../exchange.ts';
import { matching } from '../matches.ts';
import type { Moment } from '../rule.ts';
import type { Stage } from '../stage.ts';

/** More effects than this a function with one thing to do does not have. */
const MOST_EFFECTS = 80;

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

/** Around the n-th effect: before the first, then after each. After one is before the next, as far as anybody can tell. */
const aroundEffect = (index: number): { readonly skip: number; readonly when: Moment } =>
  index === 0 ? { skip: 0, when: 'before' } : { skip: index - 1, when: 'after' };

/** Ends `record` around each of its effects, one access for each, until one ends before it is killed. */
async function killRecording(stage: Stage): Promise<Killed> {
  const clean = await ring(stage, { role: 'prod-two' });
  await untilTold(stage, [clean]);
  const accesses: Access[] = [clean];
  for (let index = 0; index < MOST_EFFECTS; index += 1) {
    const access = stage.access({ role: 'prod-two' });
    const { skip, when } = aroundEffect(index);
    const isAbout = matching({ from: 'record', about: access });
    const killed = stage.arm({
      on: (exchange) => isAbout(exchange) && isEffect(exchange),
      skip,
      fault: { kind: 'kill', when },
    });
    await stage.laptop().inject(access.record);
    accesses.push(access);
    await until('the kill, or the end without it', async () => {
      return killed.struck() > 0 || isSettled(await readStored(stage, access.accessId));
    });
    const struck = killed.struck();
    killed.clear();
    if (struck === 0) break;
  }
  await heal(stage, accesses);
  return { accesses, kills: accesses.length - 2 };
}

interface Killed {
  readonly accesses: readonly Access[];
  readonly kills: number;
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
    name: 'the minute’s sweep killed around each of its effects: retries, windows of repeats, digests',
    expected: 'everything it had to do is done once, by a later one',
    stage: 'sweeps',
    run: async (stage) => {
      const killed = [
        await killSweeping(stage, 'pending', workForMinute),
        await killSweeping(stage, 'pending', workForWindow),
        await killGathering(stage),
      ];
      const kills = killed.map((each) => String(each.kills)).join(' + ');
      return { seen: `${kills} kills`, accesses: killed.flatMap(({ accesses }) => accesses) };
    },
  },
  {
    id: 'C',
    name: 'the look at CloudTrail killed around each of its effects',
    expected: 'what EventBridge dropped is recorded and told once',
    stage: 'sweeps',
    run: async (stage) => {
      const { accesses, kills } = await killSweeping(stage, 'reconcile', workForReconcile);
      return { seen: `${String(kills)} kills`, accesses };
    },
  },
  {
    id: 'I',
    name: 'the sealing of hours killed around each of its effects',
    expected: 'every hour sealed once, verify finds nothing',
    stage: { startsHoursAgo: 30 },
    lane: 'second',
    run: async (stage) => {
      const { problems, check } = checks();
      await stage.sweep('seal');
      const accesses: Access[] = [];
      let kills = 0;
      for (let index = 0; index < MOST_EFFECTS; index += 1) {
        accesses.push(await ring(stage, { role: 'prod-hook' }));
        await untilTold(stage, accesses.slice(-1));
        const { skip, when } = aroundEffect(index);
        stage.clock.forward(2 * 3600);
        const killed = stage.arm({
          on: (exchange) => exchange.caller === 'sweep' && isEffect(exchange) && isSealing(exchange),
          skip,
          fault: { kind: 'kill', when },
        });
        await stage.sweep('seal');
        const struck = killed.struck();
        killed.clear();
        kills += struck;
        if (struck === 0) break;
      }
      await stage.sweep('seal');
      await stage.sweep('seal');
      const { code, text } = await stage.rolecall('verify');
      check(code === 0, text.slice(0, 300));
      return { seen: `${String(kills)} kills; ${text.trim().split('\n').at(-1) ?? ''}`, accesses, problems };
    },
  },
];

/** Anchors in the bucket and seals in the table. */
const isSealing = ({ operation, body, key }: Exchange): boolean =>
  operation.startsWith('S3.') || key.startsWith('seals ') || body.includes('"seals"');

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

/** A window of repeats that is about to close: one that rang, and one that was counted behind it. */
const workForWindow: MakeWork = async (stage) => {
  const principalId = `AIDAFAULTWINDOW${String(stage.traffic.length)}`;
  const access = await ring(stage, { role: 'prod-hook', principalId, session: 'robot' });
  await untilTold(stage, [access]);
  const repeat = await ring(stage, { role: 'prod-hook', principalId, session: 'robot' });
  await untilRecorded(stage, repeat);
  stage.clock.forward(17 * 60);
  return access;
};

/** How many have to wait for a digest, and a few more. */
const ENOUGH = 22;

/** An outage leaves enough for digests; the sweep is killed around each effect of gathering them. */
async function killGathering(stage: Stage): Promise<Killed> {
  const down = stage.arm({
    on: matching({ from: 'deliver', operation: 'POST hooks.example' }),
    times: 10_000,
    fault: { kind: 'answer', when: 'before', answer: vendorAnswer(503) },
  });
  const accesses: Access[] = [];
  for (let index = 0; index < ENOUGH; index += 1) accesses.push(await ring(stage, { role: 'prod-hook' }));
  for (const access of accesses) await untilRecorded(stage, access);
  for (let minute = 0; minute < 3; minute += 1) await stage.advance(61);
  down.clear();
  let kills = 0;
  // The probe finds out that it is back; from then on each sweep gathers a little further.
  for (let round = 0; round < ENOUGH * 2; round += 1) {
    const killed = stage.arm({
      on: (exchange) => exchange.caller === 'sweep' && isEffect(exchange) && /digest\./.test(exchange.body),
      skip: round % 4,
      fault: { kind: 'kill', when: round % 2 === 0 ? 'before' : 'after' },
    });
    // Beyond the lease of whoever gathered before.
    await stage.advance(601);
    await stage.sweep('pending');
    kills += killed.struck();
    killed.clear();
    if (await areSettled(stage, accesses)) break;
  }
  await heal(stage, accesses);
  return { accesses, kills };
}

async function areSettled(stage: Stage, accesses: readonly Access[]): Promise<boolean> {
  for (const { accessId } of accesses) {
    if (!isSettled(await readStored(stage, accessId))) return false;
  }
  return true;
}

const workForReconcile: MakeWork = async (stage) => {
  const access = stage.access({ role: 'prod-all' });
  await stage.laptop().inject(access.record, { withhold: true });
  return access;
};

/**
 * Gives the sweep work and kills it around its n-th effect, and so on for each n, until one ends before it is killed:
 * among the effects about that work first, then among the others.
 */
async function killSweeping(
  stage: Stage,
  task: 'pending' | 'reconcile',
  makeWork: MakeWork,
): Promise<Killed> {
  const accesses: Access[] = [];
  let kills = 0;
  await stage.laptop().caughtUp;
  for (const isAbout of [true, false]) {
    for (let index = 0; index < MOST_EFFECTS; index += 1) {
      const access = await makeWork(stage);
      accesses.push(access);
      const { skip, when } = aroundEffect(index);
      const killed = stage.arm({
        on: (exchange) =>
          exchange.caller === 'sweep' &&
          isEffect(exchange) &&
          (isAbout ? exchange.body.includes(access.accessId) : !ANY_ACCESS.test(exchange.body)),
        skip,
        fault: { kind: 'kill', when },
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
