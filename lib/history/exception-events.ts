/** The events of an exception: history too, and sealed like the rest of it. */
import { canonicalJson } from '../kernel/canonical-json.ts';
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

/** What the events of an exception tell; `made` is absent when none tells of the making. */
export interface ToldException {
  readonly made?: AccessException;
  readonly ended?: NonNullable<AccessException['ended']>;
}

/** Our own writing, so it is trusted to have the shape: a body that was changed differs from its seal. */
export const toldException = (
  events: readonly Pick<HistoryEvent, 'kind' | 'name' | 'body'>[],
): ToldException => {
  const made = events.find(({ kind, name }) => kind === 'excepted' && name === 'excepted#made');
  const ended = events.map(endingOf).find((ending) => ending !== undefined);
  return {
    ...(made === undefined ? {} : { made: made.body['exception'] as AccessException }),
    ...(ended === undefined ? {} : { ended }),
  };
};

/** Whether an exception, apart from its ending, is the one whose making was noted. */
export const isAsMade = ({ ended: _kept, ...exception }: AccessException, { made }: ToldException): boolean =>
  made !== undefined && canonicalJson(exception) === canonicalJson(made);
