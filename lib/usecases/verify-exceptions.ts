/**
 * Whoever could put an exception into the store, or the mark of one onto a row, would have silenced somebody. So every
 * exception has to be one that its sealed events tell of, and every muted access one that such an exception announced.
 */
import type { AccessRow } from '../history/access-row.ts';
import {
  exceptionEventsId,
  isAsMade,
  type ToldException,
  toldException,
} from '../history/exception-events.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { EventLog } from '../history/history-event.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { expectedBy } from '../policy/expected-by.ts';
import type { AccessException } from '../policy/exception.ts';
import { sayDifference, type VerifyFinding } from './verify-finding.ts';

export interface VerifyExceptionsEffects {
  readonly exceptions: Pick<Exceptions, 'list'>;
  readonly events: Pick<EventLog, 'ofAccess'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A row of which nobody was told because it had been announced. */
export type MutedRow = Pick<AccessRow, 'accessId' | 'recordedAt' | 'access' | 'corrections'> &
  Required<Pick<AccessRow, 'expected'>>;

const AT_A_TIME = 8;

/** An exception is read at most every 30 seconds: one that has just ended may mute for so long, and a little. */
const CACHE_MS = 60_000;

/** An ending is an event first; if its item lags behind for longer, it did not get there. */
const ENDING_SECONDS = 3600;

export const verifyExceptions = async (
  { exceptions, events, clock }: VerifyExceptionsEffects,
  muted: readonly MutedRow[],
): Promise<readonly VerifyFinding[]> => {
  const kept = await exceptions.list();
  const ids = new Set([
    ...kept.map(({ exceptionId }) => exceptionId),
    ...muted.map(({ expected }) => expected.exceptionId),
  ]);
  const read = await inSlices([...ids].sort(), AT_A_TIME, async (exceptionId) => {
    const noted = await events.ofAccess(exceptionEventsId(exceptionId));
    return [exceptionId, toldException(noted)] as const;
  });
  const told = new Map(read);
  const since = isoAfter(clock.now(), -ENDING_SECONDS);
  return [
    ...kept.flatMap((exception) => {
      const { exceptionId } = exception;
      const inShape = () => itemFindings(exception, told.get(exceptionId) ?? {}, since);
      return orShapeless(inShape, { code: 'exception-changed', accessId: exceptionEventsId(exceptionId) });
    }),
    ...muted.flatMap((row) => {
      const inShape = () => rowFindings(row, told.get(row.expected.exceptionId) ?? {});
      return orShapeless(inShape, { code: 'row-not-announced', accessId: row.accessId });
    }),
  ];
};

/** Whoever takes the shape of an item must not get away with it, nor end the verification. */
const orShapeless = (
  look: () => readonly VerifyFinding[],
  found: Omit<VerifyFinding, 'words'>,
): readonly VerifyFinding[] => {
  try {
    return look();
  } catch {
    return [{ ...found, words: 'What is kept here has lost its shape: it was not written by Rolecall.' }];
  }
};

/** `since` (ISO 8601): what ended before has to show. */
const itemFindings = (
  exception: AccessException,
  told: ToldException,
  since: string,
): readonly VerifyFinding[] => {
  const accessId = exceptionEventsId(exception.exceptionId);
  if (told.made === undefined) {
    const words = 'This exception stands in the table, but no event tells who made it.';
    return [{ code: 'exception-not-made', accessId, words }];
  }
  const { ended } = told;
  const isAsEnded =
    exception.ended === undefined
      ? ended === undefined || ended.at > since
      : canonicalJson(exception.ended) === canonicalJson(ended ?? null);
  if (isAsMade(exception, told) && isAsEnded) return [];
  const expected = ended === undefined ? told.made : { ...told.made, ended };
  const words = `This exception is not what its events tell${sayDifference(expected, exception)}: it was changed past Rolecall, or its ending broke off.`;
  return [{ code: 'exception-changed', accessId, words }];
};

const rowFindings = (row: MutedRow, { made, ended }: ToldException): readonly VerifyFinding[] => {
  const { accessId, expected, access, recordedAt, corrections = [] } = row;
  const finding = (words: string): readonly VerifyFinding[] => [
    { code: 'row-not-announced', accessId, words },
  ];
  const which = `exception ${expected.exceptionId}`;
  if (made === undefined)
    return finding(`Nobody was told of this access by ${which}, which no event tells of.`);
  // What AWS corrected since may be its time, which is not asked for again.
  const asRecorded = access && corrections.length > 0 ? { ...access, time: recordedAt } : access;
  if (asRecorded === undefined || expectedBy([made], asRecorded, recordedAt) === undefined)
    return finding(`Nobody was told of this access, which is not what ${which} announced.`);
  return ended !== undefined && Date.parse(recordedAt) > Date.parse(ended.at) + CACHE_MS
    ? finding(`Nobody was told of this access, although ${which} had been ended before.`)
    : [];
};
