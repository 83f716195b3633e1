/** The copy of a call that the caller's own account forwards: it names the person, whichever of the two comes first. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleCopies } from '../../lib/usecases/record-caller-copy.ts';
import { detailsOf } from '../support/kept.ts';
import { MemoryAliases, MemoryCopies } from '../support/memory-copies.ts';
import { type Recording, startRecording, tellEverybody } from '../support/recording.ts';
import { callersRecord, crossAccountRecord, envelopeOf, SESSION_TOKEN } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const partners: Policy = {
  ...samplePolicy,
  trustedAccounts: samplePolicy.trustedAccounts.map((account) => ({ ...account, partner: true })),
};

const start = (policy = partners) => {
  const [copies, aliases] = [new MemoryCopies(), new MemoryAliases()];
  return { copies, aliases, recording: startRecording({ policy, copies, aliases }) };
};

const ALICE = `arn:aws:iam::${NORTHWIND}:user/alice.miller`;

const receive = ({ effects }: Recording, record: JsonObject) => recordEvent(effects, envelopeOf(record));

const onlyRow = async (recording: Recording) => {
  const [detail, ...others] = await detailsOf(recording);
  expect(others).toEqual([]);
  if (detail === undefined) throw new Error('nothing recorded');
  return detail.row;
};

const partsWoken = ({ woken }: Recording) => woken.map(({ part = 'first' }) => part);

describe('A copy that a partner forwards', () => {
  it('names the person before anybody is told, when it came first', async () => {
    const { recording } = start();
    expect(await receive(recording, callersRecord())).toBe('copy-kept');
    expect(recording.woken).toEqual([]);
    expect(await receive(recording, crossAccountRecord())).toBe('recorded');
    const row = await onlyRow(recording);
    expect(row.access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved', arn: ALICE });
    expect(row.access?.mfa).toBe('yes');
    expect(row.joined.map(({ eventId }) => eventId)).toEqual(['event-of-caller']);
    expect(new Set(partsWoken(recording))).toEqual(new Set(['first']));
  });

  it('edits what was told, once, when it came second', async () => {
    const { recording } = start();
    await receive(recording, crossAccountRecord());
    await tellEverybody(recording);
    recording.clock.advance(14 * 60);
    expect(await receive(recording, callersRecord())).toBe('copy-joined');
    expect(await receive(recording, callersRecord())).toBe('already-there');
    const row = await onlyRow(recording);
    expect(row.access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(row.access?.mfa).toBe('yes');
    expect(partsWoken(recording).filter((part) => part !== 'first')).toEqual(
      Array.from({ length: 3 }, () => 'joined-event-of-caller'),
    );
  });

  it('finds an access that was being recorded at the same moment, a minute later', async () => {
    const { recording, copies } = start();
    await receive(recording, callersRecord());
    const kept = await copies.find('shared-1');
    await copies.release('shared-1');
    await receive(recording, crossAccountRecord());
    if (kept === undefined) throw new Error('not kept');
    await copies.keep({ copy: kept, dueAt: recording.clock.now().toISOString() });
    expect(await settleCopies(recording.effects)).toMatchObject({ copiesJoined: 1, copiesFailed: 0 });
    expect((await onlyRow(recording)).access?.caller.label).toBe('alice.miller');
    expect(copies.waiting.size).toBe(0);
  });

  it('is joined by whoever writes the row when it comes in between', async () => {
    const { recording, copies } = start();
    const { history } = recording;
    const record = history.record.bind(history);
    history.record = async (row) => {
      history.record = record;
      expect(await receive(recording, callersRecord())).toBe('copy-kept');
      return record(row);
    };
    await receive(recording, crossAccountRecord());
    expect((await onlyRow(recording)).access?.caller.label).toBe('alice.miller');
    expect(copies.waiting.size).toBe(0);
    expect(new Set(partsWoken(recording))).toEqual(new Set(['first']));
  });

  it('is given up after a day when its access never comes, and asked for more and more seldom', async () => {
    const { recording, copies } = start();
    await receive(recording, callersRecord());
    let looks = 0;
    for (let minute = 0; minute < 25 * 60 && copies.waiting.size > 0; minute += 1) {
      recording.clock.advance(60);
      looks += (await copies.due(recording.clock.now().toISOString(), 10)).length;
      await settleCopies(recording.effects);
    }
    expect(copies.waiting.size).toBe(0);
    expect(looks).toBeLessThan(60);
    expect(recording.logger.lines.map(({ name }) => name)).toContain('copy-without-access');
  });

  it.each<readonly [string, JsonObject]>([
    ['another account’s call', { recipientAccountId: '999999999999' }],
    ['another role', { requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/prod-reader` } }],
    [
      'other credentials',
      { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLEMINTED999' }, assumedRoleUser: {} } },
    ],
    ['another request', { requestID: 'request-2' }],
  ])('is not believed about %s', async (_what, changes) => {
    const { recording } = start();
    await receive(recording, crossAccountRecord());
    await receive(recording, callersRecord(changes));
    await settleCopies(recording.effects);
    expect((await onlyRow(recording)).access?.caller.label).not.toBe('alice.miller');
  });

  it('is ignored when its account is no partner', async () => {
    const { recording, copies } = start(samplePolicy);
    expect(await receive(recording, callersRecord())).toBe('ignored');
    expect(copies.waiting.size).toBe(0);
  });

  it('leaves no session token behind', async () => {
    const { recording, copies } = start();
    await receive(recording, callersRecord());
    await receive(recording, crossAccountRecord());
    expect(JSON.stringify([...copies.waiting.values(), await detailsOf(recording)])).not.toContain(
      SESSION_TOKEN,
    );
  });
});

describe('The name of somebody in another account', () => {
  it('is learned from a copy, and known when no copy comes the next time', async () => {
    const { recording, aliases } = start();
    await receive(recording, callersRecord());
    await receive(recording, crossAccountRecord());
    expect(aliases.learned.get('AIDAEXAMPLEUSER000001')).toMatchObject({ name: 'alice.miller' });
    await receive(recording, crossAccountRecord({ eventID: 'event-2', sharedEventID: 'shared-2' }));
    const second = (await detailsOf(recording)).find(({ row }) => row.accessId.endsWith('event-2'));
    expect(second?.row.access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(second?.row.access?.caller.evidence[0]?.note).toContain('named before');
  });

  it('stands in the configuration, which has the last word', async () => {
    const principals = [{ id: 'AIDAEXAMPLEUSER000001', name: 'Alice Miller (Northwind on-call)' }];
    const { recording, aliases } = start({ ...samplePolicy, principals });
    await aliases.learn({
      principalId: 'AIDAEXAMPLEUSER000001',
      name: 'a',
      how: '',
      learnedAt: '2026-11-22T00:00:00Z',
    });
    await receive(recording, crossAccountRecord());
    expect((await onlyRow(recording)).access?.caller).toMatchObject({
      label: 'Alice Miller (Northwind on-call)',
      certainty: 'resolved',
    });
  });

  it('of a role names the team; the session is still what the caller wrote', async () => {
    const principals = [{ id: 'AROAEXAMPLECALLER0001', name: 'Northwind deployers' }];
    const { recording } = start({ ...samplePolicy, principals });
    const userIdentity = {
      type: 'AWSAccount',
      principalId: 'AROAEXAMPLECALLER0001:jenkins',
      accountId: NORTHWIND,
    };
    await receive(recording, crossAccountRecord({ userIdentity }));
    expect((await onlyRow(recording)).access?.caller.label).toBe('Northwind deployers (session jenkins)');
  });
});
