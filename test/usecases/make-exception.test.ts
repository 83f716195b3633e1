/** Announcing accesses like one: what is asked for, what is refused with words, and what the history tells of it. */
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { type ExceptionRequest, makeException } from '../../lib/usecases/make-exception.ts';
import { whyNoException } from '../../lib/usecases/why-no-exception.ts';
import { accessOf, rowOf } from '../history/history-kit.ts';
import { RESPONDER } from '../support/expecting.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { trustRecord } from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const access: RoleAccess = { ...accessOf(), observations: [] };
const row = (changes: Partial<RoleAccess> = {}): AccessRow =>
  rowOf({}, { access: { ...access, ...changes } });

const REQUEST: ExceptionRequest = {
  subject: 'principal',
  reason: 'The release of Sunday',
  until: '2026-11-22T18:00:00Z',
};

const start = () => {
  const clock = virtualClock();
  return { clock, events: new MemoryEvents(clock), exceptions: new MemoryExceptions() };
};

const ask = (changes: Partial<ExceptionRequest> = {}, from: AccessRow = row(), effects = start()) =>
  makeException(effects, { row: from, request: { ...REQUEST, ...changes }, by: RESPONDER });

const PINS = { sessionName: 'free', mfa: false, externalId: false } as const;
const withIdentity = (sourceIdentity: 'pinned' | 'limited' | 'free') =>
  row({
    session: { ...access.session, sourceIdentity: 'alice' },
    trust: { ...PINS, sourceIdentity },
  });

it('names the principal, the role and who answers for it, from now until then', async () => {
  const effects = start();
  const made = await ask({ ticket: ' OPS-1 ' }, row(), effects);
  expect(made).toMatchObject({
    ok: true,
    value: {
      schemaVersion: 1,
      subject: { kind: 'principal', arn: 'AIDAEXAMPLEUSER000001' },
      accountId: PRODUCTION,
      roleArn: PROD_ADMIN,
      owner: 'platform',
      reason: 'The release of Sunday',
      ticket: 'OPS-1',
      madeBy: RESPONDER,
      madeAt: '2026-11-22T12:00:00.000Z',
      from: '2026-11-22T12:00:00.000Z',
      until: '2026-11-22T18:00:00.000Z',
    },
  });
  expect(made.ok && (await effects.exceptions.list())).toEqual(made.ok && [made.value]);
});

it('is an event of the history before it holds, and so is its end', async () => {
  const effects = start();
  const made = await ask({}, row(), effects);
  if (!made.ok) throw new Error(made.error);
  const exception = made.value;
  const id = `exception-${exception.exceptionId}`;
  const broken = { ...effects, exceptions: { end: () => Promise.reject(new Error('killed')) } };
  await expect(endException(broken, { exception, by: RESPONDER })).rejects.toThrow('killed');
  effects.clock.advance(60);
  const other = { subject: 'subject-2', name: 'John Doe' };
  const ended = await endException(effects, { exception, by: other });
  // The attempt that died has fixed who it was.
  expect(ended?.ended).toEqual({ by: RESPONDER, at: '2026-11-22T12:00:00.000Z' });
  const events = await effects.events.ofAccess(id);
  expect(events.map(({ name, kind, body }) => ({ name, kind, body }))).toEqual([
    { name: 'excepted#made', kind: 'excepted', body: { exception } },
    {
      name: 'excepted#ended',
      kind: 'excepted',
      body: { exceptionId: exception.exceptionId, ended: ended?.ended },
    },
  ]);
});

it('is about every designated role of the account where that is asked for', async () => {
  const made = await ask({ everyRole: true });
  expect(made.ok && made.value.roleArn).toBe(made.ok && undefined);
});

it('names a source identity with its principal where the trust policy was seen to pin it, for that role', async () => {
  expect(await ask({ subject: 'source-identity' }, withIdentity('pinned'))).toMatchObject({
    value: {
      subject: { kind: 'source-identity', value: 'alice', principal: 'AIDAEXAMPLEUSER000001' },
      roleArn: PROD_ADMIN,
    },
  });
  for (const pin of ['limited', 'free'] as const)
    expect(await ask({ subject: 'source-identity' }, withIdentity(pin))).toMatchObject({ ok: false });
  const everywhere = { subject: 'source-identity', everyRole: true } as const;
  expect(await ask(everywhere, withIdentity('pinned'))).toMatchObject({ ok: false });
});

test.each<[string, Partial<ExceptionRequest>]>([
  ['an end in the past', { until: '2026-11-22T12:00:00Z' }],
  ['an end after more than 90 days', { until: '2027-02-20T12:00:01Z' }],
  ['no moment', { until: 'tomorrow' }],
  ['no reason', { reason: ' \u202e ' }],
  ['a novel', { reason: 'x'.repeat(301) }],
  ['a ticket that is none', { ticket: 'x'.repeat(101) }],
])('%s is refused with a sentence, and leaves nothing behind', async (_what, changes) => {
  const effects = start();
  const made = await ask(changes, row(), effects);
  expect(made).toEqual({ ok: false, error: expect.stringMatching(/^[A-Z].*\.$/) as unknown });
  expect(await effects.exceptions.list()).toEqual([]);
});

it('may last 90 days', async () => {
  expect(await ask({ until: '2027-02-20T12:00:00Z' })).toMatchObject({ ok: true });
});

const { access: _access, ...bare } = row();

const doorRow = (): AccessRow => {
  const judgement = judgeEvent(samplePolicy, envelopeOf(trustRecord()));
  if (judgement.kind !== 'door') throw new Error(judgement.kind);
  return { ...bare, door: judgement.door };
};

test.each<[string, AccessRow]>([
  ['a door', doorRow()],
  ['an unreadable record', bare],
  ['a refusal', row({ outcome: 'denied' })],
  ['the half of a console switch', row({ kind: 'switch-role' })],
  ['root', row({ caller: { ...access.caller, type: 'root' } })],
  ['a service', row({ caller: { ...access.caller, type: 'aws-service' } })],
  [
    'a directory’s person behind an id',
    row({ caller: { ...access.caller, principalId: 'AROA1:a@b.example' } }),
  ],
  ['a caller nobody expects', row({ observations: [{ code: 'unexpected-account', reason: 'It is not.' }] })],
  ['a canary', { ...row(), canary: true }],
])('%s can have none, and it is said why', async (_what, from) => {
  expect(whyNoException(from)).toMatch(/^[A-Z].*\.$/);
  expect(await ask({}, from)).toMatchObject({ ok: false });
});

it('can be made from an access that was new: the next one is not', () => {
  expect(
    whyNoException(row({ observations: [{ code: 'first-principal', reason: 'First.' }] })),
  ).toBeUndefined();
});

it('does not name a role by itself whose sessions carry source identities', async () => {
  const deploy = `arn:aws:sts::${PRODUCTION}:assumed-role/Deploy/run-1`;
  const caller = { ...access.caller, type: 'role-session', arn: deploy } as const;
  const shared = withIdentity('pinned');
  if (shared.access === undefined) throw new Error('no access');
  const from = { ...shared, access: { ...shared.access, caller } };
  expect(await ask({}, from)).toEqual({ ok: false, error: expect.stringContaining('Many people share') });
  expect(await ask({ subject: 'source-identity' }, from)).toMatchObject({
    ok: true,
    value: { subject: { value: 'alice', principal: `arn:aws:iam::${PRODUCTION}:role/Deploy` } },
  });
});
