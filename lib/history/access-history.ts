/** What the product keeps and what can be asked of it. Implemented on DynamoDB in `lib/aws` and in memory for tests. */
import type { Caller } from '../access/caller.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { NotedEvent } from './history-event.ts';
import type { AccessRow, Corrected, Correction, JoinedRecord, Repeats } from './access-row.ts';

export interface AccessPage {
  /** Newest first. */
  readonly rows: readonly AccessRow[];
  /** Opaque; give it back to read on. Absent on the last page. */
  readonly nextCursor?: string;
}

export interface AccessDetail {
  readonly row: AccessRow;
  /** Later words about the first notice and fallbacks included. */
  readonly deliveries: readonly Delivery[];
  /** The digests that told deliveries of this access. */
  readonly digests?: readonly Delivery[];
  /** In the order in which they were noted. */
  readonly events?: readonly NotedEvent[];
}

export interface ListQuestion {
  /** ISO 8601, inclusive. */
  readonly from: string;
  /** ISO 8601, exclusive. */
  readonly to: string;
  /** 1 to 200. */
  readonly limit: number;
  readonly cursor?: string;
  /** The canaries instead of what people read. */
  readonly canaries?: true;
}

/** The other half of a console switch, and when to stop waiting for its AssumeRole record. */
export interface WaitingHalf {
  readonly half: SwitchRoleHalf;
  readonly dueAt: string;
  /** Who brought the half: one that only the sweep found rings as found late. */
  readonly foundBy: AccessRow['foundBy'];
}

/** Two moments, ISO 8601. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

export interface AccessHistory {
  /** Writes the row unless one with its id is there; never changes an existing row. */
  record(row: AccessRow): Promise<'recorded' | 'already-there'>;
  /**
   * Improves who it was, and whatever else the record told (`joined.told`), and notes that record; the same record joined
   * twice changes nothing. Without `caller` only what was told is joined, and the caller judged again by it.
   */
  join(accessId: string, caller: Caller | undefined, joined: JoinedRecord): Promise<void>;
  find(accessId: string): Promise<AccessDetail | undefined>;
  list(question: ListQuestion): Promise<AccessPage>;
  /** Deletes an access with everything that belongs to it: only after it was archived. */
  remove(accessId: string): Promise<void>;
  /** Rows of one session (`AROA...:name` in one account) between two moments, oldest first. */
  ofSession(
    accountId: string,
    sessionPrincipalId: string,
    between: TimeWindow,
  ): Promise<readonly AccessRow[]>;
  /** Keeps a SwitchRole record until its AssumeRole record is seen or `dueAt` has passed. */
  keepHalf(waiting: WaitingHalf): Promise<void>;
  /** Halves of one session that still wait. */
  halvesOfSession(accountId: string, sessionPrincipalId: string): Promise<readonly WaitingHalf[]>;
  /** Halves whose time has passed, oldest first. */
  halvesDue(before: string, limit: number): Promise<readonly WaitingHalf[]>;
  /** The half was joined to an access or became one itself. */
  releaseHalf(half: SwitchRoleHalf): Promise<void>;
  /**
   * The first call for a key answers `undefined` and opens the window; later ones whose own window overlaps it answer
   * the access that came first. A window that would end before the open one begins (a clock far behind) is on its own:
   * `undefined`. The access that came first is answered `undefined` again, so that a retry still rings, and its window
   * stays where it is. Ask only for an access that has no row yet: a late copy would open a window that nobody closes.
   */
  firstOfGroup(key: string, accessId: string, window: TimeWindow): Promise<string | undefined>;
  /** The first of the group whose window is open at that moment (ISO 8601); opens nothing. */
  currentOfGroup(key: string, now: string): Promise<string | undefined>;
  /** Rows whose `countsRepeatsUntil` lies before that moment and whose window is still open, oldest first. May lag. */
  windowsDue(before: string, limit: number): Promise<readonly AccessRow[]>;
  /** What was grouped with an access; `undefined` when nothing was. May lag behind by a moment. */
  repeatsOf(accessId: string): Promise<Repeats | undefined>;
  /**
   * The window was counted: keeps the number and takes the row out of `windowsDue`. Safe to repeat: what the first call
   * kept stays.
   */
  closeWindow(accessId: string, repeats: Repeats | undefined): Promise<void>;
  /**
   * Replaces what the record said and notes the correction; the same correction twice changes nothing. The caller whom
   * joined records named stays, unless the corrected record names another principal. A door of which nobody was told gets
   * the corrected one's route.
   */
  correct(accessId: string, said: Corrected, correction: Correction): Promise<void>;
}
