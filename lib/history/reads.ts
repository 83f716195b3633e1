/** Who looked at what. */

export const READ_KINDS = ['listed', 'opened', 'searched', 'exported', 'overview', 'reads'] as const;
export type ReadKind = (typeof READ_KINDS)[number];

export interface NotedRead {
  /** ISO 8601. */
  readonly at: string;
  readonly by: { readonly subject: string; readonly name: string };
  readonly kind: ReadKind;
  /** The access that was opened, or the filters in words; never more than 1,000 characters. */
  readonly what: string;
  /** How many rows left with it, where that is known. */
  readonly rows?: number;
}

/** Newest first; at the border of two pages the looks of one quarter of an hour are on both sides, each of them once. */
export interface ReadsPage {
  readonly reads: readonly NotedRead[];
  /** Where to go on; absent after the last. */
  readonly next?: string;
}

export interface Reads {
  /** Notes it as an event of the history, sealed with its hour. The same within a quarter of an hour is noted once. */
  note(read: NotedRead): Promise<void>;
  /** Of one day (`2026-11-22`, UTC), newest quarter of an hour first, at most `limit`; goes on after `before`. */
  ofDay(day: string, limit: number, before?: string): Promise<ReadsPage>;
}
