/** Whether an exception announced an access that is about to be recorded. Whatever cannot be asked leaves it ringing. */
import { unknownSession } from '../access/observation-reasons.ts';
import type { Observation } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow, Expected } from '../history/access-row.ts';
import { exceptionEventsId, isAsMade, toldException } from '../history/exception-events.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { EventLog } from '../history/history-event.ts';
import type { SeenBefore } from '../history/seen-before.ts';
import { sessionThings, thingsOfAccess, withoutPath } from '../history/things-of-access.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { AccessException } from '../policy/exception.ts';
import { expectedBy } from '../policy/expected-by.ts';
import { sessionInWords, sessionOfRole } from '../policy/session-of-role.ts';
import type { Route } from '../policy/route.ts';

export interface ExpectEffects {
  /** Absent: everything rings. */
  readonly exceptions?: Pick<Exceptions, 'current'>;
  readonly events: Pick<EventLog, 'ofAccess'>;
  readonly seen?: SeenBefore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What announced an access, or why nothing did although somebody may believe so. Neither: it rings as ever. */
export interface Expectation {
  readonly exception?: AccessException;
  readonly doubt?: Observation;
}

/**
 * Ask only for an access that has no row yet. `access` has every observation, those included that nobody wants to read.
 * Without a memory of who was there before nobody is known, so that nobody is expected.
 */
export const expectAccess = async (effects: ExpectEffects, access: RoleAccess): Promise<Expectation> => {
  const { exceptions, seen } = effects;
  if (exceptions === undefined || seen === undefined) return {};
  if (access.outcome !== 'success' || !isRemembered(access)) return {};
  const known = await readCurrent(effects, exceptions);
  const exception = await vouchedFor(effects, access, known);
  if (exception === undefined || exception.subject.kind === 'source-identity') return compact({ exception });
  return ofKnownSession(effects, access, { ...known, seen, exception });
};

/** Who is in a role is told by its session only: it has to be the announced one, or one of which people were told. */
const ofKnownSession = async (
  effects: ExpectEffects,
  access: RoleAccess,
  { seen, exception, ...known }: Known & { readonly seen: SeenBefore; readonly exception: AccessException },
): Promise<Expectation> => {
  const session = sessionOfRole(access);
  if (session === undefined || session === exception.session) return { exception };
  const ofSession = known.exceptions.filter((one) => one.session === session);
  const announced = await vouchedFor(effects, access, { ...known, exceptions: ofSession });
  if (announced !== undefined) return { exception: announced };
  const things = sessionThings(access);
  const before = await seen.ask(withoutPath(access.role?.arn ?? ''), things, access.accessId);
  return before.known.length > 0 ? { exception } : { doubt: unknownSession(sessionInWords(session)) };
};

/** What lies in the table and is not what its events tell of was made by nobody, or has been ended: it mutes nothing. */
const vouchedFor = async (
  effects: ExpectEffects,
  access: RoleAccess,
  known: Known,
): Promise<AccessException | undefined> => {
  const exception = expectedBy(known.exceptions, access, effects.clock.now().toISOString());
  if (exception === undefined) return undefined;
  const { exceptionId } = exception;
  const isVouched = known.vouched.get(exceptionId) ?? (await isVouchedFor(effects, exception));
  known.vouched.set(exceptionId, isVouched);
  if (isVouched) return exception;
  const others = known.exceptions.filter((one) => one !== exception);
  return vouchedFor(effects, access, { ...known, exceptions: others });
};

/** Throws what the table throws: the record comes again, and is judged then. */
const isVouchedFor = async (
  { events, logger }: ExpectEffects,
  exception: AccessException,
): Promise<boolean> => {
  const { exceptionId } = exception;
  const told = toldException(await events.ofAccess(exceptionEventsId(exceptionId)));
  if (isAsMade(exception, told) && told.ended === undefined) return true;
  logger.warn('exception-not-vouched', { exceptionId });
  return false;
};

/** Only of a caller that is remembered could it have been said that he is new. */
const isRemembered = (access: RoleAccess): boolean =>
  thingsOfAccess(access).some(({ facet }) => facet === 'principal');

/**
 * The row, announced: nobody is told, and whoever would have been is kept for when more is known. `after`: the first that
 * was announced like it, moments before.
 */
export const asExpected = (
  row: AccessRow,
  { exceptionId, reason, until, subject, accountId, roleArn }: AccessException,
  after: string | undefined,
): AccessRow => {
  const expected: Expected = {
    exceptionId,
    reason,
    until,
    announced: { subject, accountId, ...compact({ roleArn }) },
    legs: row.route.legs,
    ...compact({ after, session: subject.kind === 'principal' ? sessionOf(row) : undefined }),
  };
  const route: Route = { ...row.route, legs: [] };
  return { ...row, route, expected };
};

const sessionOf = ({ access }: AccessRow): string | undefined => access && sessionOfRole(access);

/** An exception that was made or ended is seen this late at most, by each running copy of the function. */
const READ_AGAIN_MS = 30_000;

interface Known {
  readonly readAt: number;
  readonly exceptions: readonly AccessException[];
  /** By id, of those whose events were read since: whether they tell of it. */
  readonly vouched: Map<string, boolean>;
}

/** What was read last, for each store. */
const read = new WeakMap<Pick<Exceptions, 'current'>, Known>();

const readCurrent = async (
  { clock, logger, metrics }: ExpectEffects,
  exceptions: Pick<Exceptions, 'current'>,
): Promise<Known> => {
  const now = clock.now();
  const known = read.get(exceptions);
  if (known !== undefined && Math.abs(now.getTime() - known.readAt) < READ_AGAIN_MS) return known;
  try {
    const current = await exceptions.current(now.toISOString());
    const fresh = { readAt: now.getTime(), exceptions: current, vouched: new Map<string, boolean>() };
    read.set(exceptions, fresh);
    return fresh;
  } catch (cause) {
    // What was read before may have been ended since.
    metrics.count('ExceptionsUnread');
    logger.warn('exceptions-unread', { reason: cause instanceof Error ? cause.name : 'unknown' });
    return { readAt: now.getTime(), exceptions: [], vouched: new Map() };
  }
};
