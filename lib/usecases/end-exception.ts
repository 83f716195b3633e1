/** Ends an exception before its time. */
import type { Exceptions } from '../history/exceptions.ts';
import { endedEventOf, endingOf, exceptionEventsId } from '../history/exception-events.ts';
import type { EventLog } from '../history/history-event.ts';
import type { Reviewer } from '../history/review.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { AccessException } from '../policy/exception.ts';

interface Effects {
  readonly exceptions: Pick<Exceptions, 'end'>;
  readonly events: Pick<EventLog, 'note' | 'ofAccess'>;
  readonly clock: Clock;
}

/**
 * Safe to repeat: whoever ended it first stays. `exception`: as it was found, so that one of which nobody may know is not
 * ended here. `undefined` when it is gone.
 */
export const endException = async (
  { exceptions, events, clock }: Effects,
  { exception, by }: { readonly exception: AccessException; readonly by: Reviewer },
): Promise<AccessException | undefined> => {
  if (exception.ended !== undefined) return exception;
  const said = compact({ subject: by.subject, name: by.name, parties: by.parties });
  const now = { by: said, at: clock.now().toISOString() };
  await events.note([endedEventOf(exception, now)]);
  // An attempt that died after its event has fixed who ended it.
  const noted = await events.ofAccess(exceptionEventsId(exception.exceptionId));
  const ended = noted.map(endingOf).find((ending) => ending !== undefined);
  return exceptions.end(exception.exceptionId, ended ?? now);
};
