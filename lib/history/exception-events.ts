/** The events of an exception: history too, and sealed like the rest of it. */
import type { AccessException } from '../policy/exception.ts';
import type { HistoryEvent } from './history-event.ts';

/** Takes the place of an access's id. */
export const exceptionEventsId = (exceptionId: string): string => `exception-${exceptionId}`;

/** Note it before the exception is made. */
export const madeEventOf = (exception: AccessException): HistoryEvent => ({
  schemaVersion: 1,
  accessId: exceptionEventsId(exception.exceptionId),
  name: 'excepted#made',
  kind: 'excepted',
  at: exception.madeAt,
  body: { exception },
});

/** Note it before the exception is ended; the event that is there already decides (`endingOf`). */
export const endedEventOf = (
  { exceptionId }: AccessException,
  ended: NonNullable<AccessException['ended']>,
): HistoryEvent => ({
  schemaVersion: 1,
  accessId: exceptionEventsId(exceptionId),
  name: 'excepted#ended',
  kind: 'excepted',
  at: ended.at,
  body: { exceptionId, ended },
});

/** Who ended it, and when; `undefined` for any other event. */
export const endingOf = ({
  kind,
  name,
  body,
}: Pick<HistoryEvent, 'kind' | 'name' | 'body'>): AccessException['ended'] =>
  kind === 'excepted' && name === 'excepted#ended'
    ? (body['ended'] as NonNullable<AccessException['ended']>)
    : undefined;
