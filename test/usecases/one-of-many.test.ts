/** Jobs that make up a session name for every run ring each time: people who are not one of many come before them. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import {
  announce,
  type Delivering,
  invokeDeliver,
  noticeOf,
  passMinutes,
  policyWithFallback,
  startDelivering,
} from '../support/delivering.ts';
import { rung } from '../support/kept.ts';
import { rounds } from '../support/rounds.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from '../support/sample-policy.ts';

const SLACK = 'platform-slack';
const ENTRIES = rounds(1_000, 10_000);

/** One destination: who is told next is a question of its queue alone. */
const POLICY: Policy = {
  ...policyWithFallback,
  owners: policyWithFallback.owners.map((owner) => ({ ...owner, destinations: [SLACK] })),
  clients: [],
};

const entry = (eventID: string, principalId: string, session = 'x', more: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    eventID,
    userIdentity: { type: 'AWSAccount', principalId, accountId: NORTHWIND },
    requestParameters: { roleArn: PROD_ADMIN, roleSessionName: session },
    ...more,
  });

/** The job's own session changes with each run, and so does the name it gives to the next. */
const ciRun = (run: number, more: JsonObject = {}): JsonObject =>
  entry(`ci-${String(run)}`, `AROAEXAMPLECI:run-${String(run)}`, `run-${String(run)}`, more);

const receive = ({ effects }: Delivering, ...records: readonly JsonObject[]): Promise<void> =>
  records.reduce(async (before, record) => {
    await before;
    await recordEvent(effects, envelopeOf(record));
  }, Promise.resolve());

const noticeAbout = async ({ history, ledger }: Delivering, id: string) => {
  const accessId = `${PRODUCTION}.${id}`;
  const delivery = await ledger.find({ accessId, destinationId: SLACK });
  return {
    oneOfMany: history.rowOf(accessId)?.oneOfMany,
    importance: [delivery?.importance, delivery?.notification.importance],
  };
};

const ALONE = { oneOfMany: undefined, importance: ['normal', 'normal'] };
const oneOf = (first: string) => ({
  oneOfMany: `${PRODUCTION}.${first}`,
  importance: ['routine', 'routine'],
});

const sentIds = ({ arrivals }: Delivering): readonly string[] =>
  arrivals.map(({ notification }) => notification.accessId);

describe('A job that makes up its session names', () => {
  it('rings each time, after everybody who is not one of many', async () => {
    const world = startDelivering(POLICY);
    await receive(world, ciRun(1), ciRun(2), ciRun(3), entry('human', 'AIDAEXAMPLEUSER000002', 'bob'));
    expect(Object.keys(await rung(world)).sort()).toEqual(['ci-1', 'ci-2', 'ci-3', 'human']);
    expect(await noticeAbout(world, 'ci-1')).toEqual(ALONE);
    expect(await noticeAbout(world, 'ci-2')).toEqual(oneOf('ci-1'));
    expect(await noticeAbout(world, 'ci-3')).toEqual(oneOf('ci-1'));
    expect(await noticeAbout(world, 'human')).toEqual(ALONE);
  });

  it(`that entered ${ENTRIES} times lets a person of another principal through next`, async () => {
    const world = startDelivering(POLICY);
    await receive(world, ...Array.from({ length: ENTRIES }, (_, run) => ciRun(run)));
    await invokeDeliver(world);
    const before = sentIds(world).length;
    const opened = world.clock.now().getTime();
    await receive(world, entry('human', 'AIDAEXAMPLEUSER000002', 'bob'));
    await invokeDeliver(world);
    expect(sentIds(world)[before]).toBe(`${PRODUCTION}.human`);
    expect((world.arrivals[before]?.at ?? Infinity) - opened).toBeLessThan(5_000);
  });

  it('is as loud as anybody again when nobody like it has entered for a window', async () => {
    const world = startDelivering(POLICY);
    await receive(world, ciRun(1), ciRun(2));
    world.clock.advance(15 * 60);
    await receive(world, ciRun(3), ciRun(4));
    expect(await noticeAbout(world, 'ci-3')).toEqual(ALONE);
    expect(await noticeAbout(world, 'ci-4')).toEqual(oneOf('ci-3'));
  });

  it('is not made quieter by a record that comes again', async () => {
    const world = startDelivering(POLICY);
    await receive(world, ciRun(1), ciRun(2), ciRun(1), ciRun(2));
    expect(await noticeAbout(world, 'ci-1')).toEqual(ALONE);
    expect(await noticeAbout(world, 'ci-2')).toEqual(oneOf('ci-1'));
  });

  it('is as urgent as ever when it is refused', async () => {
    const world = startDelivering(POLICY);
    const refused = { errorCode: 'AccessDenied', errorMessage: 'no', responseElements: null };
    await receive(world, ciRun(1), ciRun(2), ciRun(3, refused));
    expect(await noticeAbout(world, 'ci-3')).toEqual({
      oneOfMany: undefined,
      importance: ['urgent', 'urgent'],
    });
  });
});

describe('One of many', () => {
  it('is a second person behind the same role, who is still told by himself', async () => {
    const world = startDelivering(POLICY);
    await receive(world, entry('alice', 'AROAEXAMPLESHARED:alice'), entry('bob', 'AROAEXAMPLESHARED:bob'));
    await passMinutes(world, 1);
    expect(sentIds(world)).toEqual([`${PRODUCTION}.alice`, `${PRODUCTION}.bob`]);
    expect(await noticeAbout(world, 'bob')).toEqual(oneOf('alice'));
  });

  it('is who enters by the same user under another name', async () => {
    const world = startDelivering(POLICY);
    await receive(world, entry('alice', 'AIDAPORTAL', 'alice'), entry('bob', 'AIDAPORTAL', 'bob'));
    expect(await noticeAbout(world, 'bob')).toEqual(oneOf('alice'));
  });

  it.each<[string, JsonObject]>([
    ['another role', { requestParameters: { roleArn: `${PROD_ADMIN}-2`, roleSessionName: 'run-2' } }],
    [
      'another account of the caller',
      { userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLECI:run-2', accountId: '999988887777' } },
    ],
  ])('is nobody who enters with %s', async (_what, more) => {
    const world = startDelivering(POLICY);
    await receive(world, ciRun(1), ciRun(2, more));
    expect(await noticeAbout(world, 'ci-2')).toEqual(ALONE);
  });

  it('is nobody whom an identity provider tells apart', async () => {
    const saml = (id: string): JsonObject =>
      entry(id, 'x', id, {
        eventName: 'AssumeRoleWithSAML',
        userIdentity: { type: 'SAMLUser', principalId: `abcdef=:${id}`, userName: id },
      });
    const world = startDelivering(POLICY);
    await receive(world, saml('alice'), saml('bob'));
    expect(await noticeAbout(world, 'bob')).toEqual(ALONE);
  });
});

describe('A flood of urgent notices', () => {
  it('that never ends does not starve a normal one', async () => {
    const world = startDelivering(POLICY);
    const flood = (minute: number) =>
      Array.from({ length: 90 }, (_, index) =>
        noticeOf(`urgent-${String(minute)}-${String(index)}`, SLACK, { importance: 'urgent' }),
      );
    await announce(world, ...flood(0), noticeOf('human', SLACK));
    for (let minute = 1; minute <= 8 && !sentIds(world).includes('human'); minute += 1) {
      await passMinutes(world, 1);
      await announce(world, ...flood(minute));
    }
    expect(sentIds(world)).toContain('human');
  });
});
