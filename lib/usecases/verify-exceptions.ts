/**
 * Whoever could put an exception into the store, or the mark of one onto a row, would have silenced somebody. So every
 * exception has to be one that its sealed events tell of, and every muted access one that such an exception announced.
 */
import type { AccessRow } from '../history/access-row.ts';
import { endingOf, exceptionEventsId } from '../history/exception-events.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { EventLog, NotedEvent } from '../history/history-event.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { expectedBy } from '../policy/expected-by.ts';
import type { AccessException } from '../policy/exception.ts';
import { sayDifference, type VerifyFinding } from './verify-finding.ts';

export interface VerifyExceptionsEffects {
  readonly exceptions: Pick<Exceptions, 'list'>;
  readonly events: Pick<EventLog, 'ofAccess'>;
}

/** A row of which nobody was told because it had been announced. */
export type MutedRow = Pick<AccessRow, 'accessId' | 'recordedAt' | 'access'> &
  Required<Pick<AccessRow, 'expected'>>;

/** What the events tell; `made` is absent when none tells of the making. */
interface Told {
  readonly made?: AccessException;
  readonly ended?: AccessException['ended'];
}

const AT_A_TIME = 8;

/** An exception is read at most every 30 seconds: one that has just ended may mute for so long, and a little. */
const CACHE_MS = 60_000;

export const verifyExceptions = async (
  { exceptions, events }: VerifyExceptionsEffects,
  muted: readonly MutedRow[],
): Promise<readonly VerifyFinding[]> => {
  const kept = await exceptions.list();
  const ids = new Set([
    ...kept.map(({ exceptionId }) => exceptionId),
    ...muted.map(({ expected }) => expected.exceptionId),
  ]);
  const read = await inSlices([...ids].sort(), AT_A_TIME, async (exceptionId) => {
    const noted = await events.ofAccess(exceptionEventsId(exceptionId));
    return [exceptionId, toldBy(noted)] as const;
  });
  const told = new Map(read);
  return [
    ...kept.flatMap((exception) => itemFindings(exception, told.get(exception.exceptionId) ?? {})),
    ...muted.flatMap((row) => rowFindings(row, told.get(row.expected.exceptionId) ?? {})),
  ];
};

const toldBy = (events: readonly NotedEvent[]): Told => {
  const made = events.find(({ name }) => name === 'excepted#made')?.body['exception'];
  const ended = events.map(endingOf).find((one) => one !== undefined);
  return {
    // Our own writing: a body that was changed differs from its seal.
    ...(made === undefined ? {} : { made: made as AccessException }),
    ...(ended === undefined ? {} : { ended }),
  };
};

const itemFindings = (exception: AccessException, { made, ended }: Told): readonly VerifyFinding[] => {
  const accessId = exceptionEventsId(exception.exceptionId);
  if (made === undefined) {
    const words = 'This exception stands in the table, but no event tells who made it.';
    return [{ code: 'exception-not-made', accessId, words }];
  }
  const { ended: keptEnding, ...keptMade } = exception;
  const isAsMade = canonicalJson(keptMade) === canonicalJson(made);
  // Ended by its event first: the item may follow a moment later, never the other way round.
  const isAsEnded = keptEnding === undefined || canonicalJson(keptEnding) === canonicalJson(ended ?? null);
  if (isAsMade && isAsEnded) return [];
  const told = ended === undefined ? made : { ...made, ended };
  const words = `This exception is not what its events tell${sayDifference(told, exception)}.`;
  return [{ code: 'exception-changed', accessId, words }];
};

const rowFindings = (row: MutedRow, { made, ended }: Told): readonly VerifyFinding[] => {
  const { accessId, expected, access, recordedAt } = row;
  const finding = (words: string): readonly VerifyFinding[] => [
    { code: 'row-not-announced', accessId, words },
  ];
  const which = `exception ${expected.exceptionId}`;
  if (made === undefined)
    return finding(`Nobody was told of this access by ${which}, which no event tells of.`);
  if (access === undefined || expectedBy([made], access, recordedAt) === undefined)
    return finding(`Nobody was told of this access, which is not what ${which} announced.`);
  return ended !== undefined && Date.parse(recordedAt) > Date.parse(ended.at) + CACHE_MS
    ? finding(`Nobody was told of this access, although ${which} had been ended before.`)
    : [];
};
