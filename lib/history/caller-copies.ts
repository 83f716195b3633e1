/** Copies that partners forwarded and whose access has not been seen yet. */
import type { CallerCopy } from '../access/caller-copy.ts';

export interface WaitingCopy {
  readonly copy: CallerCopy;
  /** ISO 8601: when it is looked at again. */
  readonly dueAt: string;
}

export interface CallerCopies {
  /** Kept under its `sharedEventId`; one that is there already stays, `dueAt` apart. */
  keep(waiting: WaitingCopy): Promise<void>;
  find(sharedEventId: string): Promise<CallerCopy | undefined>;
  /** Copies whose time has come, oldest first. May lag. */
  due(before: string, limit: number): Promise<readonly CallerCopy[]>;
  /** It was joined, or its access will not come any more. */
  release(sharedEventId: string): Promise<void>;
}
