/** Whoever may write to the store could put an exception there, or its mark onto a row: `verify` has to name it. */
import type { RoleAccess } from '../../lib/access/role-access.ts';
import { endedEventOf } from '../../lib/history/exception-events.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { makeException } from '../../lib/usecases/make-exception.ts';
import { type MutedRow, verifyExceptions } from '../../lib/usecases/verify-exceptions.ts';
import { accessOf, rowOf } from '../history/history-kit.ts';
import { RESPONDER } from '../support/expecting.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const access: RoleAccess = { ...accessOf(), observations: [] };

const start = async () => {
  const clock = virtualClock();
  const effects = { clock, events: new MemoryEvents(clock), exceptions: new MemoryExceptions() };
  const made = await makeException(effects, {
    row: rowOf({}, { access }),
    request: { subject: 'principal', reason: 'The release of Sunday', until: '2026-11-22T18:00:00Z' },
    by: RESPONDER,
  });
  if (!made.ok) throw new Error(made.error);
  return { ...effects, exception: made.value };
};

const mutedBy = (
  { exceptionId, reason, until }: AccessException,
  changes: Partial<RoleAccess> = {},
  at = '2026-11-22T13:00:00.000Z',
): MutedRow => ({
  accessId: 'muted',
  recordedAt: at,
  access: { ...access, time: at, ...changes },
  expected: { exceptionId, reason, until },
});

const codes = async (effects: Awaited<ReturnType<typeof start>>, muted: readonly MutedRow[]) =>
  (await verifyExceptions(effects, muted)).map(({ code, accessId }) => [code, accessId]);

it('finds nothing where an access was announced, and where an exception was ended as its events tell', async () => {
  const effects = await start();
  expect(await codes(effects, [mutedBy(effects.exception)])).toEqual([]);
  effects.clock.advance(7200);
  await endException(effects, { exception: effects.exception, by: RESPONDER });
  expect(await codes(effects, [mutedBy(effects.exception)])).toEqual([]);
});

it('names an exception that nobody is noted to have made, and what it muted', async () => {
  const effects = await start();
  const forged = { ...effects.exception, exceptionId: 'forged' };
  await effects.exceptions.make(forged);
  expect(await codes(effects, [mutedBy(forged)])).toEqual([
    ['exception-not-made', 'exception-forged'],
    ['row-not-announced', 'muted'],
  ]);
});

it('names a mark of an exception that never was', async () => {
  const effects = await start();
  const forged = { ...effects.exception, exceptionId: 'never-was' };
  expect(await codes(effects, [mutedBy(forged)])).toEqual([['row-not-announced', 'muted']]);
});

it.each([
  [
    'another principal',
    { caller: { ...access.caller, principalId: 'AIDASOMEBODYELSE00001', label: 'mallory' } },
  ],
  ['a refused attempt', { outcome: 'denied' as const }],
  ['another account', { accountId: '999999999999' }],
  [
    'something new',
    { observations: [{ code: 'first-network' as const, reason: 'First time: this network.' }] },
  ],
])('names a mark on %s', async (_what, changes) => {
  const effects = await start();
  expect(await codes(effects, [mutedBy(effects.exception, changes)])).toEqual([
    ['row-not-announced', 'muted'],
  ]);
});

it.each(['2026-11-22T11:00:00.000Z', '2026-11-22T18:00:00.000Z'])(
  'names a mark on an access of %s, when it did not hold',
  async (at) => {
    const effects = await start();
    expect(await codes(effects, [mutedBy(effects.exception, {}, at)])).toEqual([
      ['row-not-announced', 'muted'],
    ]);
  },
);

it('names an access that was muted long after its exception had been ended', async () => {
  const effects = await start();
  await endException(effects, { exception: effects.exception, by: RESPONDER });
  const seconds = '2026-11-22T12:00:25.000Z';
  expect(await codes(effects, [mutedBy(effects.exception, {}, seconds)])).toEqual([]);
  expect(await codes(effects, [mutedBy(effects.exception)])).toEqual([['row-not-announced', 'muted']]);
});

it.each([
  ['its end', { until: '2027-02-22T18:00:00.000Z' }],
  ['its reason', { reason: 'Something else' }],
  ['whom it is about', { subject: { kind: 'principal' as const, arn: 'AIDASOMEBODYELSE00001' } }],
  ['an end that no event tells of', { ended: { by: RESPONDER, at: '2026-11-22T12:30:00.000Z' } }],
])('names an exception of which somebody changed %s', async (_what, changes) => {
  const effects = await start();
  const changed = { list: async () => [{ ...effects.exception, ...changes }] };
  const found = await verifyExceptions({ ...effects, exceptions: changed }, []);
  expect(found.map(({ code }) => code)).toEqual(['exception-changed']);
});

it('names an exception that goes on although its end was noted, once that can no longer be on its way', async () => {
  const effects = await start();
  await effects.events.note([
    endedEventOf(effects.exception, { by: RESPONDER, at: effects.clock.now().toISOString() }),
  ]);
  expect(await codes(effects, [])).toEqual([]);
  effects.clock.advance(3601);
  expect(await codes(effects, [])).toEqual([
    ['exception-changed', `exception-${effects.exception.exceptionId}`],
  ]);
});

it('names what has lost its shape, and looks at the others all the same', async () => {
  const effects = await start();
  const shapeless = { ...mutedBy(effects.exception), access: { time: 7 } } as unknown as MutedRow;
  const other = { ...mutedBy(effects.exception), accessId: 'other', expected: { exceptionId: 'x' } };
  expect(await codes(effects, [shapeless, other as unknown as MutedRow])).toEqual([
    ['row-not-announced', 'muted'],
    ['row-not-announced', 'other'],
  ]);
});

it('does not ask again for the time of an access that AWS corrected', async () => {
  const effects = await start();
  const row = mutedBy(effects.exception, { time: '2026-11-22T11:00:00Z' });
  const at = '2026-11-22T13:05:00.000Z';
  const corrected = { ...row, corrections: [{ eventId: 'c', at, reason: 'UPDATED_DATA' }] };
  expect(await codes(effects, [corrected])).toEqual([]);
  expect(await codes(effects, [row])).toEqual([['row-not-announced', 'muted']]);
});
