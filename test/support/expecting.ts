/** A recorder with exceptions, in memory: somebody who is known on the role is announced. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { ExceptionSubject } from '../../lib/policy/exception.ts';
import { type ExceptionRequest, makeException } from '../../lib/usecases/make-exception.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import type { RecordEffects, RecordResult } from '../../lib/usecases/record-row.ts';
import { MemoryExceptions } from './memory-exceptions.ts';
import { type Recording, startRecording } from './recording.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { PROD_ADMIN, PRODUCTION } from './sample-policy.ts';

export interface Expecting extends Recording {
  readonly exceptions: MemoryExceptions;
}

export const RESPONDER = { subject: 'subject-1', name: 'Jane Roe' };

/** The role's past is known, and whoever comes as `record` says has been there. */
export const known = async <World extends Recording>(
  world: World,
  record: JsonObject = crossAccountRecord(),
): Promise<World> => {
  await world.seen.completeBaseline(PROD_ADMIN, '2026-11-01T00:00:00.000Z');
  await enterBy(world.effects, { eventID: 'before', eventTime: timeOf(world) }, record);
  // After its window of repeats.
  world.clock.advance(17 * 60);
  return world;
};

export const startExpecting = async (
  record: JsonObject = crossAccountRecord(),
  changes: Partial<Recording['effects']> = {},
): Promise<Expecting> => {
  const exceptions = new MemoryExceptions();
  const world = { ...startRecording({ exceptions, ...changes }), exceptions };
  await known(world, record);
  return world;
};

export const timeOf = ({ clock }: Pick<Recording, 'clock'>): string => clock.now().toISOString();

export const enterBy = (
  effects: RecordEffects,
  changes: JsonObject,
  record: JsonObject = crossAccountRecord(),
): Promise<RecordResult> => recordEvent(effects, envelopeOf({ ...record, ...changes }));

/** Announces whoever came before, for an hour, and lets what was read of the exceptions grow old. */
export const announce = async (
  { effects, exceptions, clock, history }: Pick<Expecting, 'effects' | 'exceptions' | 'clock' | 'history'>,
  changes: Partial<ExceptionRequest> = {},
  subject: ExceptionSubject['kind'] = 'principal',
): Promise<string> => {
  const row = history.rowOf(`${PRODUCTION}.before`);
  if (row === undefined) throw new Error('nobody came before');
  const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
  const made = await makeException(
    { exceptions, events: effects.events, clock },
    { row, request: { subject, reason: 'The release of Sunday', until, ...changes }, by: RESPONDER },
  );
  if (!made.ok) throw new Error(made.error);
  clock.advance(60);
  return made.value.exceptionId;
};
