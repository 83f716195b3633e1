import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { Hop, RoleAccess } from '../../lib/access/role-access.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { findChain, isUnfinished } from '../../lib/usecases/find-chain.ts';
import { lookUpIn, NoTimeLeft } from '../../lib/usecases/look-up-records.ts';
import { rowOfAccess } from '../../lib/usecases/make-row.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { callOf, memoryTrail, type MemoryTrail } from '../support/memory-trail.ts';
import { crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const roleArn = (name: string) => `arn:aws:iam::${PRODUCTION}:role/${name}`;

const ALICE = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE',
  arn: `arn:aws:iam::${PRODUCTION}:user/alice.miller`,
  accountId: PRODUCTION,
  accessKeyId: 'AKIAEXAMPLEALICE',
  userName: 'alice.miller',
};

/** Entries on the way: a role `name`, entered at a time by whoever `userIdentity` says. */
const entering = (
  name: string,
  eventTime: string,
  userIdentity: unknown,
  changes: JsonObject = {},
): JsonObject =>
  crossAccountRecord({
    userIdentity,
    eventTime,
    eventID: `event-${name}`,
    sharedEventID: undefined,
    requestParameters: { roleArn: roleArn(name), roleSessionName: 'al' },
    responseElements: {
      credentials: { accessKeyId: `ASIA${name.toUpperCase()}`, expiration: 'Nov 22, 2026, 12:59:50 PM' },
      assumedRoleUser: {
        assumedRoleId: `AROA${name.toUpperCase()}:al`,
        arn: `arn:aws:sts::${PRODUCTION}:assumed-role/${name}/al`,
      },
    },
    ...changes,
  });

/** Enters the next role out of the session that a record opened. */
const onwards = (session: JsonObject, name: string, eventTime: string, changes: JsonObject = {}) =>
  entering(name, eventTime, callOf(session)['userIdentity'], changes);

const withOtherKey = (session: JsonObject): unknown => ({
  ...(callOf(session)['userIdentity'] as JsonObject),
  accessKeyId: 'ASIAEXAMPLEOTHER',
});

const accessOf = (record: JsonObject): RoleAccess => {
  const decoded = decodeRecord(record, PRODUCTION);
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

interface Asked {
  readonly trail: MemoryTrail;
  readonly history?: MemoryHistory;
  readonly remainingMs?: () => number;
  readonly regions?: readonly string[];
}

const findIn = (record: JsonObject, { trail, history, remainingMs, regions }: Asked) =>
  findChain(
    {
      history: history ?? new MemoryHistory(),
      lookUps: lookUpIn({ trail, remainingMs: remainingMs ?? (() => 100_000) }, [regions ?? ['us-east-1']]),
      ownAccountId: PRODUCTION,
    },
    accessOf(record),
  );

const chainOf = async (record: JsonObject, asked: Asked) => (await findIn(record, asked))?.hops;

const steps = (chain: readonly Hop[] = []) => chain.map(({ who, certainty, how }) => [who, certainty, how]);

const rowOf = (record: JsonObject): AccessRow =>
  rowOfAccess(
    { policy: samplePolicy, clock: virtualClock() },
    { access: accessOf(record), route: { owner: 'platform', legs: [] }, foundBy: 'event', joined: [] },
  );

const build = entering('build', '2026-11-22T10:00:00Z', ALICE);
const deploy = onwards(build, 'deploy', '2026-11-22T11:00:00Z');
const prod = onwards(deploy, 'prod-admin', '2026-11-22T11:30:00Z');

describe('The way back to the first person', () => {
  it('is followed by access key, hop by hop, the person first', async () => {
    const chain = await chainOf(prod, { trail: memoryTrail(build, deploy, prod) });
    expect(chain).toMatchObject([
      {
        who: 'alice.miller',
        certainty: 'asserted',
        type: 'iam-user',
        entered: roleArn('build'),
        at: '2026-11-22T10:00:00.000Z',
        how: 'found in CloudTrail by access key',
        eventId: 'event-build',
      },
      { type: 'role-session', entered: roleArn('deploy') },
      { type: 'role-session', how: 'named in the record of this entry' },
    ]);
    expect(chain?.at(-1)).not.toHaveProperty('entered');
  });

  it('is followed through what Rolecall has seen itself, without asking CloudTrail', async () => {
    const history = new MemoryHistory();
    await history.record(rowOf(build));
    await history.record(rowOf(deploy));
    const trail = memoryTrail();
    const chain = await chainOf(prod, { trail, history });
    expect(chain?.map(({ how, accessId }) => [how, accessId])).toEqual([
      ['seen by Rolecall', `${PRODUCTION}.event-build`],
      ['seen by Rolecall', `${PRODUCTION}.event-deploy`],
      ['named in the record of this entry', undefined],
    ]);
    expect(trail.asked).toEqual([]);
  });

  it('is followed by session and second where the keys differ, as in the console', async () => {
    const entered = entering('prod-admin', '2026-11-22T11:30:00Z', withOtherKey(build));
    const chain = await chainOf(entered, { trail: memoryTrail(build) });
    expect(steps(chain)[0]).toEqual(['alice.miller', 'asserted', 'found in CloudTrail by session and time']);
  });

  it('does not take another session of the same name for it', async () => {
    const earlier = entering('build', '2026-11-22T09:59:59Z', ALICE, { eventID: 'event-earlier' });
    const entered = entering('prod-admin', '2026-11-22T11:30:00Z', withOtherKey(build));
    expect(await chainOf(entered, { trail: memoryTrail(earlier) })).toHaveLength(1);
  });

  it('ends where two callers opened a session of that name in the same second', async () => {
    const other = {
      ...ALICE,
      principalId: 'AIDAEXAMPLEBOB',
      userName: 'bob',
      arn: 'arn:aws:iam::1:user/bob',
    };
    const twice = [build, entering('build', '2026-11-22T10:00:00Z', other, { eventID: 'event-other' })];
    const entered = entering('prod-admin', '2026-11-22T11:30:00Z', withOtherKey(build));
    expect(await chainOf(entered, { trail: memoryTrail(...twice) })).toHaveLength(1);
  });

  it('looks in one Region after the other, and no further than it has to', async () => {
    const elsewhere = { ...build, awsRegion: 'eu-central-1' };
    const trail = memoryTrail(elsewhere);
    const regions = ['us-east-1', 'eu-central-1', 'ap-south-1'];
    const entered = onwards(build, 'prod-admin', '2026-11-22T11:30:00Z');
    expect(steps(await chainOf(entered, { trail, regions }))[0]?.[0]).toBe('alice.miller');
    expect(trail.asked.map(({ region }) => region)).toEqual(['us-east-1', 'eu-central-1']);
  });

  it('reaches the person behind a console switch by the SwitchRole record', async () => {
    const byConsole = entering(
      'build',
      '2026-11-22T10:00:00Z',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLENORTHWIND', accountId: NORTHWIND },
      { sourceIPAddress: 'AWS Internal', userAgent: 'AWS Internal' },
    );
    const half = switchRoleRecord({
      eventTime: '2026-11-22T10:00:01Z',
      awsRegion: 'us-east-1',
      userIdentity: { type: 'AssumedRole', principalId: 'AROABUILD:al', accountId: PRODUCTION },
    });
    const entered = entering('prod-admin', '2026-11-22T11:30:00Z', withOtherKey(byConsole));
    const chain = await chainOf(entered, { trail: memoryTrail(byConsole, half) });
    expect(steps(chain)[0]?.slice(0, 2)).toEqual(['alice.miller', 'resolved']);
  });

  it('is not led to somebody of another account who switched under the same name', async () => {
    const byConsole = entering(
      'build',
      '2026-11-22T10:00:00Z',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLENORTHWIND', accountId: NORTHWIND },
      { sourceIPAddress: 'AWS Internal', userAgent: 'AWS Internal' },
    );
    const halfOf = (accountId: string, user: string, eventTime: string) =>
      switchRoleRecord({
        eventID: `switch-${user}`,
        eventTime,
        awsRegion: 'us-east-1',
        userIdentity: { type: 'AssumedRole', principalId: 'AROABUILD:al', accountId: PRODUCTION },
        additionalEventData: { SwitchFrom: `arn:aws:iam::${accountId}:user/${user}` },
      });
    const entered = entering('prod-admin', '2026-11-22T11:30:00Z', withOtherKey(byConsole));
    const impostors = halfOf('666666666666', 'mallory', '2026-11-22T10:00:02Z');
    const theirs = halfOf(NORTHWIND, 'alice.miller', '2026-11-22T10:00:01Z');
    const alone = await chainOf(entered, { trail: memoryTrail(byConsole, impostors) });
    expect(JSON.stringify(alone)).not.toContain('mallory');
    for (const records of [
      [impostors, theirs],
      [theirs, impostors],
    ]) {
      const chain = await chainOf(entered, { trail: memoryTrail(byConsole, ...records) });
      expect(steps(chain)[0]?.slice(0, 2)).toEqual(['alice.miller', 'resolved']);
    }
  });

  it('says where it ends when the session is of another account', async () => {
    const foreign = { type: 'AWSAccount', principalId: 'AROAEXAMPLEVENDOR:sync', accountId: NORTHWIND };
    const trail = memoryTrail();
    const chain = await chainOf(crossAccountRecord({ userIdentity: foreign }), { trail });
    expect(chain).toHaveLength(1);
    expect(chain?.[0]?.how).toBe(`further back lies in account ${NORTHWIND}`);
    expect(trail.asked).toEqual([]);
  });

  it('goes through another account of ours, as far as Rolecall has seen it', async () => {
    const history = new MemoryHistory();
    const there = { ...rowOf(build), accountId: NORTHWIND };
    await history.record(there);
    const foreign = { type: 'AWSAccount', principalId: 'AROABUILD:al', accountId: NORTHWIND };
    const chain = await chainOf(crossAccountRecord({ userIdentity: foreign }), {
      trail: memoryTrail(),
      history,
    });
    expect(steps(chain)[0]).toEqual([
      'alice.miller',
      'claimed',
      'seen by Rolecall, by the name of the session alone',
    ]);
  });

  describe('by nothing but the name of a session', () => {
    const foreign = { type: 'AWSAccount', principalId: 'AROABUILD:al', accountId: NORTHWIND };
    const entered = crossAccountRecord({ userIdentity: foreign });
    const BOB = { ...ALICE, principalId: 'AIDAEXAMPLEBOB', userName: 'bob', arn: 'arn:aws:iam::1:user/bob' };
    const seenThere = async (...records: readonly JsonObject[]) => {
      const history = new MemoryHistory();
      for (const record of records) await history.record({ ...rowOf(record), accountId: NORTHWIND });
      return history;
    };
    const opened = (user: unknown, eventTime: string, expiration: string | undefined) =>
      entering('build', eventTime, user, {
        eventID: `event-${eventTime.replaceAll(':', '')}`,
        responseElements: {
          credentials: { accessKeyId: 'ASIABUILD', expiration },
          assumedRoleUser: { assumedRoleId: 'AROABUILD:al' },
        },
      });
    const hopsWith = async (...records: readonly JsonObject[]) =>
      (await chainOf(entered, { trail: memoryTrail(), history: await seenThere(...records) })) ?? [];

    it.each([
      ['its expiry is over', 'Nov 22, 2026, 8:00:00 AM'],
      ['its hour is over', undefined],
    ])('leaves out one of which %s', async (_what, expiration) => {
      expect(await hopsWith(opened(ALICE, '2026-11-22T07:00:00Z', expiration))).toHaveLength(1);
    });

    it('takes one that is still open for a guess, which a later look may replace', async () => {
      const hops = await hopsWith(opened(ALICE, '2026-11-22T11:30:00Z', 'Nov 22, 2026, 12:30:00 PM'));
      expect(hops.map(({ who, certainty }) => [who, certainty])[0]).toEqual(['alice.miller', 'claimed']);
      expect(isUnfinished(hops, [])).toBe(true);
    });

    it('names nobody where two had one open', async () => {
      const both = [
        opened(ALICE, '2026-11-22T11:30:00Z', undefined),
        opened(BOB, '2026-11-22T11:59:30Z', undefined),
      ];
      expect(await hopsWith(...both)).toHaveLength(1);
    });

    it('makes all that lies behind it a guess', async () => {
      const before = entering('first', '2026-11-22T11:00:00Z', ALICE);
      const guess = onwards(before, 'build', '2026-11-22T11:30:00Z');
      const history = await seenThere(guess);
      const chain = await chainOf(entered, { trail: memoryTrail(before), history });
      expect(chain?.map(({ certainty }) => certainty).slice(0, 2)).toEqual(['claimed', 'claimed']);
    });
  });

  it('keeps what it has when the time runs out', async () => {
    const trail = memoryTrail(build, deploy, prod);
    const remainingMs = () => (trail.asked.length === 0 ? 100_000 : 30_000);
    const found = await findIn(prod, { trail, remainingMs });
    expect([found?.complete, found?.hops.length]).toEqual([false, 2]);
    expect(isUnfinished(found?.hops ?? [], [PRODUCTION])).toBe(true);
  });

  it('is cut where a session seems to have opened itself', async () => {
    const own = entering('build', '2026-11-22T10:00:00Z', callOf(build)['userIdentity']);
    const entered = onwards(build, 'prod-admin', '2026-11-22T11:30:00Z');
    expect(await chainOf(entered, { trail: memoryTrail(own) })).toHaveLength(2);
  });

  it('is followed five hops back and no further', async () => {
    const names = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'];
    const records: JsonObject[] = [];
    for (const [index, name] of names.entries()) {
      const before = records.at(-1);
      const time = `2026-11-22T0${String(index + 1)}:00:00Z`;
      records.push(before === undefined ? entering(name, time, ALICE) : onwards(before, name, time));
    }
    const last = records.at(-1) ?? {};
    const entered = onwards(last, 'prod-admin', '2026-11-22T11:30:00Z');
    const chain = await chainOf(entered, { trail: memoryTrail(...records) });
    expect(chain).toHaveLength(6);
    expect(chain?.[0]?.entered).toBe(roleArn('r3'));
  });

  it('does not begin when the caller was in no session', async () => {
    const trail = memoryTrail();
    expect(await chainOf(crossAccountRecord(), { trail })).toBeUndefined();
    expect(await chainOf(crossAccountRecord({ userIdentity: ALICE }), { trail })).toBeUndefined();
    expect(trail.asked).toEqual([]);
  });

  it('takes a refused call for no way in', async () => {
    const refused = { ...build, errorCode: 'AccessDenied' };
    const entered = onwards(build, 'prod-admin', '2026-11-22T11:30:00Z');
    expect(await chainOf(entered, { trail: memoryTrail(refused) })).toHaveLength(1);
  });

  it('asks nothing it has no time for', async () => {
    const trail = memoryTrail(build);
    await expect(chainOf(deploy, { trail, remainingMs: () => 30_000 })).rejects.toThrow(NoTimeLeft);
    expect(trail.asked).toEqual([]);
  });

  it('keeps no session token, whatever it reads', async () => {
    const chain = await chainOf(prod, { trail: memoryTrail(build, deploy, prod) });
    expect(JSON.stringify(chain)).not.toMatch(/TOKEN|external-id/i);
  });
});

test('the entered role is the one that rang', () => {
  expect(accessOf(prod).role?.arn).toBe(PROD_ADMIN);
});
