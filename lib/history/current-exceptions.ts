/** Of the exceptions that were made those that count, the same in every store. */
import type { AccessException } from '../policy/exception.ts';

/** More than these nobody looks through; one that is older than all of them has no effect, so that its accesses ring. */
export const MOST_EXCEPTIONS = 500;

export const newestExceptions = (exceptions: readonly AccessException[]): readonly AccessException[] =>
  exceptions
    .toSorted((one, other) => other.madeAt.localeCompare(one.madeAt) || byId(other, one))
    .slice(0, MOST_EXCEPTIONS);

const byId = (one: AccessException, other: AccessException): number =>
  one.exceptionId.localeCompare(other.exceptionId);

/** Those that hold, or begin later. `now`: ISO 8601. */
export const currentOf = (exceptions: readonly AccessException[], now: string): readonly AccessException[] =>
  exceptions.filter(({ until, ended }) => ended === undefined && Date.parse(now) < Date.parse(until));
