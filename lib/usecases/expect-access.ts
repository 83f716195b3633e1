/** Whether an exception announced an access that is about to be recorded. Whatever cannot be asked leaves it ringing. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow, Expected } from '../history/access-row.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { SeenBefore } from '../history/seen-before.ts';
import { thingsOfAccess } from '../history/things-of-access.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { AccessException } from '../policy/exception.ts';
import { expectedBy } from '../policy/expected-by.ts';
import type { Route } from '../policy/route.ts';

export interface ExpectEffects {
  /** Absent: everything rings. */
  readonly exceptions?: Pick<Exceptions, 'current'>;
  readonly seen?: SeenBefore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Ask only for an access that has no row yet. `access` has every observation, those included that nobody wants to read.
 * Without a memory of who was there before nobody is known, so that nobody is expected.
 */
export const expectAccess = async (
  effects: ExpectEffects,
  access: RoleAccess,
): Promise<AccessException | undefined> => {
  if (effects.exceptions === undefined || effects.seen === undefined) return undefined;
  if (access.outcome !== 'success' || !isRemembered(access)) return undefined;
  const exceptions = await readCurrent(effects, effects.exceptions);
  return expectedBy(exceptions, access, effects.clock.now().toISOString());
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
    ...compact({ after }),
  };
  const route: Route = { ...row.route, legs: [] };
  return { ...row, route, expected };
};

/** An exception that was made or ended is seen this late at most, by each running copy of the function. */
const READ_AGAIN_MS = 30_000;

interface Known {
  readonly readAt: number;
  readonly exceptions: readonly AccessException[];
}

/** What was read last, for each store. */
const read = new WeakMap<Pick<Exceptions, 'current'>, Known>();

const readCurrent = async (
  { clock, logger, metrics }: ExpectEffects,
  exceptions: Pick<Exceptions, 'current'>,
): Promise<readonly AccessException[]> => {
  const now = clock.now();
  const known = read.get(exceptions);
  if (known !== undefined && Math.abs(now.getTime() - known.readAt) < READ_AGAIN_MS) return known.exceptions;
  try {
    const current = await exceptions.current(now.toISOString());
    read.set(exceptions, { readAt: now.getTime(), exceptions: current });
    return current;
  } catch (cause) {
    // What was read before may have been ended since.
    metrics.count('ExceptionsUnread');
    logger.warn('exceptions-unread', { reason: cause instanceof Error ? cause.name : 'unknown' });
    return [];
  }
};
