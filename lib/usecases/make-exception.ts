/** Announces accesses like one, from now on until then. */
import type { AccessRow } from '../history/access-row.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { EventLog } from '../history/history-event.ts';
import { madeEventOf } from '../history/exception-events.ts';
import type { Reviewer } from '../history/review.ts';
import { type Clock, isoAfter, parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type AccessException, type ExceptionSubject, LONGEST_EXCEPTION_DAYS } from '../policy/exception.ts';
import { sessionOfRole } from '../policy/session-of-role.ts';
import { subjectsOf, whyNoException } from './why-no-exception.ts';

export interface ExceptionRequest {
  /** Which of the access's subjects it is about. */
  readonly subject: ExceptionSubject['kind'];
  /** Every designated role of the account instead of the one that was entered. */
  readonly everyRole?: boolean;
  readonly reason: string;
  readonly ticket?: string;
  /** ISO 8601. */
  readonly until: string;
}

interface Effects {
  readonly exceptions: Pick<Exceptions, 'make'>;
  readonly events: Pick<EventLog, 'note'>;
  readonly clock: Clock;
}

interface Asked {
  readonly row: AccessRow;
  readonly request: ExceptionRequest;
  readonly by: Reviewer;
}

/** `error`: one sentence that says what is wrong with the request, or why none can be made from this access. */
export const makeException = async (
  { exceptions, events, clock }: Effects,
  asked: Asked,
): Promise<Result<AccessException, string>> => {
  const problem = whyNoException(asked.row) ?? problemWith(asked.request, clock.now());
  if (problem !== undefined) return fail(problem);
  const subject = subjectsOf(asked.row).find(({ kind }) => kind === asked.request.subject);
  if (subject === undefined) return fail(NO_SUBJECT[asked.request.subject]);
  if (subject.kind === 'source-identity' && asked.request.everyRole === true)
    return fail('A source identity is pinned by one role: the exception can be about that role only.');
  const exception = exceptionOf(asked, subject, clock);
  // Told before it holds: an exception that no event tells of could not be accounted for.
  await events.note([madeEventOf(exception)]);
  if (!(await exceptions.make(exception))) throw new Error('The id of an exception was used before.');
  return ok(exception);
};

const NO_SUBJECT: Readonly<Record<ExceptionSubject['kind'], string>> = {
  principal: 'Many people share this principal: only a pinned source identity tells them apart.',
  'source-identity':
    'The trust policy of the role was not seen to pin a source identity: anybody could take the same name.',
};

const LONGEST_REASON = 300;
const LONGEST_TICKET = 100;
const LONGEST_SECONDS = LONGEST_EXCEPTION_DAYS * 24 * 3600;

const problemWith = ({ reason, ticket, until }: ExceptionRequest, now: Date): string | undefined => {
  if (oneLine(reason, LONGEST_REASON) === '') return 'Say in one sentence why it is expected.';
  if (reason.length > LONGEST_REASON)
    return `The reason may have at most ${String(LONGEST_REASON)} characters.`;
  if (ticket !== undefined && ticket.length > LONGEST_TICKET)
    return `The ticket may have at most ${String(LONGEST_TICKET)} characters.`;
  const end = parseIso(until);
  if (end === undefined) return 'Say until when it is expected, as an ISO 8601 moment.';
  if (end.getTime() <= now.getTime()) return 'The end has to lie in the future.';
  return end.getTime() > now.getTime() + LONGEST_SECONDS * 1000
    ? `An exception ends after ${String(LONGEST_EXCEPTION_DAYS)} days at the latest.`
    : undefined;
};

const exceptionOf = (
  { row, request: { everyRole, reason, ticket, until }, by }: Asked,
  subject: ExceptionSubject,
  clock: Clock,
): AccessException => {
  const now = clock.now();
  const named = ticket === undefined ? '' : oneLine(ticket, LONGEST_TICKET);
  return {
    schemaVersion: 1,
    exceptionId: idAt(now, clock),
    subject,
    accountId: row.accountId,
    owner: row.route.owner,
    reason: oneLine(reason, LONGEST_REASON),
    madeBy: compact({ subject: by.subject, name: by.name, parties: by.parties }),
    madeAt: now.toISOString(),
    from: now.toISOString(),
    until: isoAfter(parseIso(until) ?? now, 0),
    ...compact({
      roleArn: everyRole === true ? undefined : row.access?.role?.arn,
      ticket: named === '' ? undefined : named,
      session: subject.kind === 'principal' && row.access ? sessionOfRole(row.access) : undefined,
    }),
  };
};

/** Begins with when it was made, so that ids sort by it; what comes after tells two of one millisecond apart. */
const idAt = (now: Date, clock: Clock): string => {
  const fresh = clock.newId().replace(/[^a-z0-9]/gi, '');
  return `${now.getTime().toString(36).padStart(9, '0')}-${fresh.slice(-10).toLowerCase()}`;
};
