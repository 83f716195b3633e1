/** The exceptions that were made. */
import type { AccessException } from '../policy/exception.ts';

export interface Exceptions {
  /** All of them, those that ended included, newest first; at most the last 500. */
  list(): Promise<readonly AccessException[]>;
  /** Those that hold, or begin later. */
  current(now: string): Promise<readonly AccessException[]>;
  /** False when one with its id is there. */
  make(exception: AccessException): Promise<boolean>;
  /** Ends it early: the answer is how it stands then; `undefined` when there is none. */
  end(
    exceptionId: string,
    ended: NonNullable<AccessException['ended']>,
  ): Promise<AccessException | undefined>;
}
