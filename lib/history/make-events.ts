/**
 * The events of rows and deliveries. Pure, and the same however often and by whom they are made: `verify` makes them
 * again from what is kept and compares. Whatever stands in a body is compared, byte by byte.
 */
import type { Caller } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { type Attempt, type Delivery, type DeliveryKey, deliveryIdOf } from '../delivery/delivery.ts';
import { canonicalHash } from '../kernel/canonical-json.ts';
import { compact, type JsonObject } from '../kernel/json.ts';
import type { AccessRow, Corrected, Correction, JoinedRecord, Repeats } from './access-row.ts';
import type { EventKind, HistoryEvent } from './history-event.ts';
import type { Reviewed, Reviewer } from './review.ts';

/** The row as it was written first: `recorded`, or `grouped` when its first was told instead. */
export const rowSnapshotEvent = (row: AccessRow): HistoryEvent => {
  const kind = row.groupedWith === undefined ? 'recorded' : 'grouped';
  return { schemaVersion: 1, accessId: row.accessId, name: kind, kind, at: row.recordedAt, body: { row } };
};

/** Note it before the row is changed: a change that no event tells is a finding of `verify`. */
export const joinedEventOf = (
  accessId: string,
  caller: Caller | undefined,
  joined: JoinedRecord,
): HistoryEvent =>
  event(accessId, 'joined', { name: joined.eventId, at: joined.time, body: { caller, joined } });

/**
 * Note it before the row is changed. When the access has an event of this correction already (a crash in between), give
 * `history.correct` the correction of that event (`correctionOf`), or row and event disagree about when it came.
 */
export const correctedEventOf = (accessId: string, said: Corrected, correction: Correction): HistoryEvent =>
  event(accessId, 'corrected', {
    name: correction.eventId,
    at: correction.at,
    body: { ...said, correction },
  });

/** Note it before the window is closed; as with corrections, the event that is there already decides (`repeatsOf`). */
export const summarisedEventOf = (accessId: string, repeats: Repeats): HistoryEvent =>
  event(accessId, 'summarised', { at: repeats.last, body: { repeats } });

/** The row as a `recorded` event tells it; `undefined` for any other. */
export const recordedRowOf = ({ kind, body }: HistoryEvent): AccessRow | undefined =>
  kind === 'recorded' ? (body['row'] as AccessRow) : undefined;

/** What a `corrected` event says; `undefined` for any other. */
export const correctionOf = ({ kind, body }: HistoryEvent): Correction | undefined =>
  kind === 'corrected' ? (body['correction'] as Correction) : undefined;

/** The access as a `corrected` event tells it; `undefined` for any other, and for a door. */
export const correctedAccessOf = ({ kind, body }: HistoryEvent): RoleAccess | undefined =>
  kind === 'corrected' ? (body['access'] as RoleAccess | undefined) : undefined;

/** What a `joined` event says; `undefined` for any other. */
export const joinedRecordOf = ({ kind, body }: HistoryEvent): JoinedRecord | undefined =>
  kind === 'joined' ? (body['joined'] as JoinedRecord) : undefined;

/** Who it was by the records that were known when a `joined` event was noted; `undefined` where that one told no caller. */
export const joinedCallerOf = ({ kind, body }: HistoryEvent): Caller | undefined =>
  kind === 'joined' ? (body['caller'] as Caller | undefined) : undefined;

/** What a `summarised` event says; `undefined` for any other. */
export const repeatsOf = ({ kind, body }: HistoryEvent): Repeats | undefined =>
  kind === 'summarised' ? (body['repeats'] as Repeats) : undefined;

/** Whether nothing will be added to an attempt any more: it has ended, or a later one took its place. */
export const isFinal = (delivery: Delivery, attempt: Attempt): boolean =>
  attempt.outcome !== undefined || attempt.number < delivery.attempts.length;

/**
 * `told#<destination>[.<part>]#<number>` or `failed#...`. Throws for an attempt that may still end: only final attempts
 * are history (`eventsOfDelivery` picks them).
 */
export const attemptEventOf = (delivery: Delivery, attemptNumber: number): HistoryEvent => {
  const attempt = delivery.attempts[attemptNumber - 1];
  if (attempt === undefined || !isFinal(delivery, attempt)) {
    throw new Error(`attempt ${String(attemptNumber)} of ${deliveryIdOf(delivery)} has not ended`);
  }
  return event(delivery.accessId, attempt.outcome?.kind === 'sent' ? 'told' : 'failed', {
    name: `${legOf(delivery)}#${String(attemptNumber)}`,
    at: attempt.endedAt ?? attempt.startedAt,
    body: { ...noticeOf(delivery), attempt },
  });
};

/** That a delivery was told in a digest. Made from a delivery in state `digested`; without a moment of its own. */
export const digestedEventOf = (delivery: Delivery): HistoryEvent =>
  event(delivery.accessId, 'digested', {
    name: legOf(delivery),
    at: delivery.createdAt,
    body: { ...noticeOf(delivery), digestedIn: delivery.digestedIn },
  });

/** How many attempts of a delivery are final: all of them, or all but the last. */
export const finalAttempts = (delivery: Delivery): number =>
  delivery.attempts.filter((attempt) => isFinal(delivery, attempt)).length;

/** What is final about a delivery and was not marked as noted yet. */
export const unnotedEventsOf = (delivery: Delivery): readonly HistoryEvent[] =>
  eventsOfDelivery(delivery, delivery.notedAttempts);

/**
 * Everything that is final about a delivery, in the order in which it happened; without the attempts up to number
 * `after`.
 */
export const eventsOfDelivery = (delivery: Delivery, after = 0): readonly HistoryEvent[] => [
  ...delivery.attempts
    .filter((attempt) => attempt.number > after && isFinal(delivery, attempt))
    .map((attempt) => attemptEventOf(delivery, attempt.number)),
  ...(delivery.state === 'digested' ? [digestedEventOf(delivery)] : []),
];

/** Names sort by the version, which has at most four digits. */
export const REVIEWED_PREFIX = 'reviewed#';

const sayVersion = (version: number): string => String(version).padStart(4, '0');

/** The name of the event of a version. */
export const reviewedName = (version: number): string => `${REVIEWED_PREFIX}${sayVersion(version)}`;

/** Only one can write the event of a version: it is written before the row is changed. */
export const reviewedEventOf = (accessId: string, reviewed: Reviewed): HistoryEvent =>
  event(accessId, 'reviewed', {
    name: sayVersion(reviewed.review.version),
    at: reviewed.review.at,
    body: { ...reviewed },
  });

/** What a `reviewed` event says; `undefined` for any other. */
export const reviewedOf = ({ kind, body }: HistoryEvent): Reviewed | undefined =>
  kind === 'reviewed' ? (body as unknown as Reviewed) : undefined;

/** Somebody asked for a delivery once more: `sent-again#<destination>.<part>`, noted before it is opened. */
export const sentAgainEventOf = (again: DeliveryKey, by: Reviewer, at: string): HistoryEvent =>
  event(again.accessId, 'sent-again', {
    name: legOf(again),
    at,
    body: { by, destinationId: again.destinationId, part: again.part },
  });

/** The tombstone: the access went to the archive, into this object. */
export const archivedEventOf = (accessId: string, object: string, at: string): HistoryEvent =>
  event(accessId, 'archived', { at, body: { object } });

/** Names the delivery within its access: destination and part. */
export const legOf = ({ destinationId, part }: Pick<Delivery, 'destinationId' | 'part'>): string =>
  part === undefined ? destinationId : `${destinationId}.${part}`;

/** What was said to whom and why. The words themselves are in the delivery: their hashes are enough to hold them. */
const noticeOf = (delivery: Delivery): JsonObject =>
  compact({
    schemaVersion: delivery.schemaVersion,
    destinationId: delivery.destinationId,
    part: delivery.part,
    channel: delivery.channel,
    edition: delivery.edition,
    importance: delivery.importance,
    why: delivery.why,
    owner: delivery.owner,
    insteadOf: delivery.insteadOf,
    includes: delivery.includes,
    members: delivery.members,
    createdAt: delivery.createdAt,
    notification: canonicalHash(delivery.notification),
    follows: delivery.follows === undefined ? undefined : canonicalHash(delivery.follows),
  });

interface Told {
  /** After the kind; absent when there is one of the kind at most. */
  readonly name?: string;
  readonly at: string;
  readonly body: JsonObject;
}

const event = (accessId: string, kind: EventKind, { name, at, body }: Told): HistoryEvent => ({
  schemaVersion: 1,
  accessId,
  name: name === undefined ? kind : `${kind}#${name}`,
  kind,
  at,
  body: compact(body),
});
