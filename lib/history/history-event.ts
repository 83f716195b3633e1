/**
 * What happened around one access, as immutable items. The row is a projection of them. An event is written once, under a
 * name that is the same however often its writer is interrupted, and sealed with its hour (seal.ts).
 */
import type { JsonObject } from '../kernel/json.ts';

export const EVENT_KINDS = [
  /** The row as it was written first. */
  'recorded',
  /** The same for a repeat, whose first was told. */
  'grouped',
  /** A second record improved who it was. */
  'joined',
  /** AWS corrected the record. */
  'corrected',
  /** A window of repeats was counted and closed. */
  'summarised',
  /** An attempt that a destination accepted. */
  'told',
  /** An attempt that ended otherwise. */
  'failed',
  /** A delivery that was told in a digest. */
  'digested',
  /** Somebody said something about it: acknowledged, explained, escalated, ... */
  'reviewed',
  /** Somebody asked for a delivery to be sent again. */
  'sent-again',
  /** An exception was made, or ended early. Of the exception, whose id takes the place of the access's. */
  'excepted',
  /** Somebody looked at the history. Of a day's reads. */
  'read',
  /** The access left the table for the archive; stays in the table. */
  'archived',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface HistoryEvent {
  readonly schemaVersion: 1;
  /** Of the access, or of the digest or operator's notice that was told. */
  readonly accessId: string;
  /** Unique within the access: `recorded`, `told#platform-slack#2`, `joined#<event id>`. */
  readonly name: string;
  readonly kind: EventKind;
  /** ISO 8601: when it happened. */
  readonly at: string;
  readonly body: JsonObject;
}

export interface NotedEvent extends HistoryEvent {
  /** ISO 8601: when it was written. Decides the hour in which it is sealed. */
  readonly notedAt: string;
}

/** An event as its seal knows it. */
export interface EventHash {
  readonly accessId: string;
  readonly name: string;
  readonly notedAt: string;
  /** SHA-256 (hex) over the canonical JSON of the event as it is kept (hash-event.ts). */
  readonly hash: string;
}

export interface EventLog {
  /** Writes events that are not there yet; an event with the same access and name stays as it is. */
  note(events: readonly HistoryEvent[]): Promise<void>;
  /** In no particular order. */
  ofAccess(accessId: string): Promise<readonly NotedEvent[]>;
  /** Every event noted in an hour, `2026-11-22T14` in UTC, in no particular order. A storm's hour fits into memory. */
  ofHour(hour: string): Promise<readonly EventHash[]>;
}
