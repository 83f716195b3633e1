/** Joins against whoever borrows a name, and against two recorders that meet: nobody is named by another's record. */
import type { Caller } from '../../lib/access/caller.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { joinRow } from '../../lib/history/change-row.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { learnAlias } from '../../lib/usecases/learn-alias.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { MemoryAliases, MemoryCopies } from '../support/memory-copies.ts';
import { startRecording, tellEverybody } from '../support/recording.ts';
import {
  callersRecord,
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  switchRoleRecord,
} from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import { seen } from '../support/seen.ts';

const IMPOSTOR = '666666666666';
const IMPOSTOR_ID = 'AIDAEXAMPLEEVIL000001';
const ALICE_ID = 'AIDAEXAMPLEUSER000001';
const TEAM_ID = 'AROAEXAMPLETEAM000001';

const partners = {
  ...samplePolicy,
  trustedAccounts: samplePolicy.trustedAccounts.map((account) => ({ ...account, partner: true })),
};

const start = () => {
  const [copies, aliases] = [new MemoryCopies(), new MemoryAliases()];
  const recording = startRecording({ policy: partners, copies, aliases });
  const receive = (record: JsonObject, foundBy: 'event' | 'sweep' = 'event') =>
    recordEvent(recording.effects, envelopeOf(record), foundBy);
  const rowOf = (eventId: string) => recording.history.rowOf(`${PRODUCTION}.${eventId}`);
  return { ...recording, copies, aliases, receive, rowOf };
};

const impostors = (): JsonObject =>
  consoleRecord({
    eventID: 'event-evil',
    sharedEventID: 'shared-evil',
    requestID: 'request-evil',
    eventTime: '2026-11-22T12:00:10Z',
    userIdentity: { type: 'AWSAccount', principalId: IMPOSTOR_ID, accountId: IMPOSTOR },
  });

const impostorsHalf = (): JsonObject =>
  switchRoleRecord({
    eventID: 'switch-evil',
    eventTime: '2026-11-22T12:00:11Z',
    additionalEventData: { SwitchFrom: `arn:aws:iam::${IMPOSTOR}:user/alice` },
  });

const joinedTo = (row: AccessRow | undefined) => row?.joined.map(({ eventId }) => eventId);

describe('Somebody of another account under a colleague’s session name, in the same minute', () => {
  it('is not announced as the colleague whose half waits, and the colleague is', async () => {
    const { receive, rowOf, aliases } = start();
    await receive(switchRoleRecord());
    await receive(impostors());
    expect(joinedTo(rowOf('event-evil'))).toEqual([]);
    expect(rowOf('event-evil')?.access?.caller).toMatchObject({ label: 'alice', certainty: 'claimed' });
    expect(await aliases.find(IMPOSTOR_ID)).toBeUndefined();
    await receive(consoleRecord());
    expect(joinedTo(rowOf('event-1'))).toEqual(['event-switch']);
  });

  it('gets its own half, and nobody else’s, when all rows were there first', async () => {
    const { receive, rowOf, aliases } = start();
    for (const record of [consoleRecord(), impostors(), impostorsHalf(), switchRoleRecord()])
      await receive(record);
    expect(joinedTo(rowOf('event-1'))).toEqual(['event-switch']);
    expect(joinedTo(rowOf('event-evil'))).toEqual(['switch-evil']);
    expect(await aliases.find(ALICE_ID)).toMatchObject({ name: 'alice.miller' });
  });
});

describe('One person who switches twice within a minute', () => {
  it('has each half joined to its own entry', async () => {
    const { receive, rowOf } = start();
    const again = { sharedEventID: 'shared-2', requestID: 'request-2', eventTime: '2026-11-22T12:00:20Z' };
    await receive(consoleRecord());
    await receive(switchRoleRecord());
    await receive(consoleRecord({ eventID: 'event-2', ...again }));
    await receive(switchRoleRecord({ eventID: 'switch-2', eventTime: '2026-11-22T12:00:22Z' }));
    expect(joinedTo(rowOf('event-1'))).toEqual(['event-switch']);
    expect(joinedTo(rowOf('event-2'))).toEqual(['switch-2']);
  });

  it('has each half joined to the nearest entry when both entries came first', async () => {
    const { receive, rowOf } = start();
    const again = { sharedEventID: 'shared-2', requestID: 'request-2', eventTime: '2026-11-22T12:00:20Z' };
    await receive(consoleRecord());
    await receive(consoleRecord({ eventID: 'event-2', ...again }));
    await receive(switchRoleRecord({ eventID: 'switch-2', eventTime: '2026-11-22T12:00:22Z' }));
    await receive(switchRoleRecord());
    expect(joinedTo(rowOf('event-1'))).toEqual(['event-switch']);
    expect(joinedTo(rowOf('event-2'))).toEqual(['switch-2']);
  });
});

describe('Two recorders of one record, with its second record between them', () => {
  it.each([
    ['the console’s half', consoleRecord(), switchRoleRecord(), 'event-switch'],
    ['the partner’s copy', crossAccountRecord(), callersRecord(), 'event-of-caller'],
  ])('keep %s for the row, or join it', async (_name, record, second, eventId) => {
    const { receive, rowOf, history, copies } = start();
    const write = history.record.bind(history);
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    let other: Promise<unknown> = Promise.resolve();
    let calls = 0;
    // The first found no second record; the other finds it, writes after the first, and is done before it.
    history.record = async (row) => {
      calls += 1;
      if (calls > 1) {
        await isWritten;
        return write(row);
      }
      await receive(second);
      other = receive(record, 'sweep');
      await seen(() => calls).toBe(2);
      const result = await write(row);
      written();
      await other;
      return result;
    };
    await receive(record);
    expect(calls).toBe(2);
    expect(joinedTo(rowOf('event-1'))).toEqual([eventId]);
    expect(rowOf('event-1')?.access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(await history.halvesDue('2030-01-01T00:00:00.000Z', 9)).toEqual([]);
    expect(copies.waiting.size).toBe(0);
  });
});

describe('A half and a copy that are joined at the same moment', () => {
  const half = switchRoleRecord({
    additionalEventData: { SwitchFrom: `arn:aws:sts::${NORTHWIND}:assumed-role/Ops/alice` },
  });

  it.each([
    ['a user', callersRecord(), 'alice.miller', 'resolved'],
    [
      'a session',
      callersRecord({
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROAEXAMPLESSO00001:alice.miller@corp',
          arn: `arn:aws:sts::${NORTHWIND}:assumed-role/Ops/alice.miller@corp`,
          accountId: NORTHWIND,
        },
      }),
      'alice',
      'claimed',
    ],
  ])('come out the same whichever was first, also when the copy names %s', async (...given) => {
    const [, copy, label, certainty] = given;
    const callers: (Caller | undefined)[] = [];
    for (const order of ['half', 'copy', 'copy in between', 'half in between']) {
      const { receive, rowOf, history } = start();
      await receive(consoleRecord());
      const [first, second] = order.startsWith('half') ? [half, copy] : [copy, half];
      if (order.endsWith('between')) {
        const join = history.join.bind(history);
        let isFirst = true;
        history.join = async (...asked) => {
          const between = isFirst;
          isFirst = false;
          if (between) await receive(first);
          await join(...asked);
        };
        await receive(second);
      } else {
        await receive(first);
        await receive(second);
      }
      expect(joinedTo(rowOf('event-1'))?.toSorted()).toEqual(['event-of-caller', 'event-switch']);
      callers.push(rowOf('event-1')?.access?.caller);
    }
    expect(callers[0]).toMatchObject({ label, certainty });
    for (const caller of callers) expect(caller).toEqual(callers[0]);
  });

  it('a caller that a correction has exchanged meanwhile is not brought back', async () => {
    const { receive, rowOf } = start();
    await receive(consoleRecord());
    const row = rowOf('event-1');
    if (row?.access === undefined) throw new Error('nothing recorded');
    const { access } = row;
    const other = {
      ...access,
      caller: { ...access.caller, principalId: 'AIDAEXAMPLEOTHER00001', label: 'x' },
    };
    const joined = { eventId: 'later', eventName: 'SwitchRole', time: row.time, note: '' };
    expect(joinRow({ ...row, access: other }, access.caller, joined).access?.caller).toEqual(other.caller);
  });
});

describe('The name of a principal of another account', () => {
  const ofTeam = (changes: JsonObject = {}) =>
    crossAccountRecord({
      userIdentity: { type: 'AWSAccount', principalId: `${TEAM_ID}:ceo.boss`, accountId: NORTHWIND },
      ...changes,
    });
  const learn = (aliases: MemoryAliases, principalId: string, name: string) =>
    aliases.learn({ principalId, name, how: 'in a test', learnedAt: '2026-11-01T00:00:00.000Z' });

  it('is the session’s own word where the id is that of a role: no client hears of it', async () => {
    const { receive, rowOf, ledger, aliases } = start();
    await learn(aliases, TEAM_ID, 'role Ops');
    await receive(ofTeam());
    expect(rowOf('event-1')?.access?.caller).toMatchObject({
      label: 'role Ops (session ceo.boss)',
      certainty: 'claimed',
      evidence: [{ value: 'role Ops', certainty: 'resolved' }, {}, {}, {}],
    });
    const mail = ledger
      .deliveriesOf(`${PRODUCTION}.event-1`)
      .find(({ destinationId }) => destinationId === 'acme-mail');
    expect(JSON.stringify(mail)).toContain('Northwind');
    expect(JSON.stringify(mail?.notification)).not.toContain('ceo.boss');
  });

  it('is not learned from a name of another account, nor for a caller whose account is not known', async () => {
    const { aliases, effects } = start();
    const caller: Caller = {
      type: 'other-account',
      label: 'x',
      certainty: 'claimed',
      principalId: IMPOSTOR_ID,
      evidence: [],
    };
    const arn = `arn:aws:iam::${NORTHWIND}:user/alice.miller`;
    await learnAlias(effects, { ...caller, accountId: IMPOSTOR }, arn, 'in a test');
    await learnAlias(effects, caller, arn, 'in a test');
    expect(await aliases.find(IMPOSTOR_ID)).toBeUndefined();
    await learnAlias(effects, { ...caller, accountId: NORTHWIND }, arn, 'in a test');
    expect(await aliases.find(IMPOSTOR_ID)).toMatchObject({ name: 'alice.miller' });
  });

  it('stays when AWS corrects the record', async () => {
    const recording = start();
    await learn(recording.aliases, ALICE_ID, 'alice.miller');
    await recording.receive(crossAccountRecord());
    await tellEverybody(recording);
    expect(await recording.receive(correction())).toBe('corrected');
    expect(recording.rowOf('event-1')?.access?.caller).toMatchObject({
      label: 'alice.miller',
      certainty: 'resolved',
    });
    const words = recording.ledger
      .deliveriesOf(`${PRODUCTION}.event-1`)
      .filter(({ part }) => part !== undefined);
    expect(words).toEqual([]);
  });
});

const correction = (): JsonObject =>
  crossAccountRecord({
    eventID: 'event-correction',
    addendum: { reason: 'UPDATED_DATA', updatedFields: 'userAgent', originalEventID: 'event-1' },
  });

describe('MFA that a partner’s copy has shown', () => {
  it.each(['first', 'second'])('stays when AWS corrects our record (the copy came %s)', async (when) => {
    const { receive, rowOf } = start();
    const records = [crossAccountRecord(), callersRecord()];
    for (const record of when === 'first' ? records.toReversed() : records) await receive(record);
    expect(rowOf('event-1')?.access?.mfa).toBe('yes');
    expect(await receive(correction())).toBe('corrected');
    expect(rowOf('event-1')?.access?.mfa).toBe('yes');
  });
});
