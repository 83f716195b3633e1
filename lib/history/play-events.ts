/** The row that events tell of: the snapshot, with everything that came later played over it. */
import type { Caller } from '../access/caller.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { AccessRow, Corrected, Correction, JoinedRecord, Repeats } from './access-row.ts';
import { correctRow, joinRow } from './change-row.ts';
import type { EventKind, NotedEvent } from './history-event.ts';
import { playReviews } from './play-reviews.ts';

/** Our own writing, so it is trusted to have the shape: a body that was tampered with differs from its seal. */
interface Bodies {
  readonly row: AccessRow;
  /** Absent where something was looked up: only facts were joined then. */
  readonly caller: Caller | undefined;
  readonly joined: JoinedRecord;
  readonly correction: Correction;
  readonly repeats: Repeats;
}

const bodyOf = ({ body }: NotedEvent): Bodies & Corrected => body as unknown as Bodies & Corrected;

const CHANGES: Partial<Record<EventKind, (row: AccessRow, body: Bodies & Corrected) => AccessRow>> = {
  joined: (row, { caller, joined }) => joinRow(row, caller, joined),
  corrected: (row, body) => correctRow(row, body, body.correction),
  summarised: (row, { repeats }) => ({ ...row, repeats: row.repeats ?? repeats }),
};

/** `recorded` or `grouped`. */
export const snapshotOf = (events: readonly NotedEvent[]): NotedEvent | undefined =>
  events.find(({ kind }) => kind === 'recorded' || kind === 'grouped');

const play = (snapshot: NotedEvent, changes: readonly NotedEvent[]): AccessRow =>
  changes.reduce((row, event) => CHANGES[event.kind]?.(row, bodyOf(event)) ?? row, bodyOf(snapshot).row);

export interface Played {
  /** All events in the order in which they were noted; `undefined` when no event tells of the recording. */
  readonly row?: AccessRow;
  /** Whether the kept row is this one, or one that honest writers can have left behind. */
  readonly fits: boolean;
}

/**
 * Plays the events and compares with the row that is kept. An event is noted before the row is changed: one that is
 * `fresh` may still be on its way. Two changes at the same moment may have reached the row in the other order.
 */
export const playEvents = (
  events: readonly NotedEvent[],
  kept: AccessRow,
  isFresh: (event: NotedEvent) => boolean,
): Played => {
  const snapshot = snapshotOf(events);
  if (snapshot === undefined) return { fits: false };
  const changes = events
    .filter(({ kind }) => CHANGES[kind] !== undefined)
    .sort((one, other) => (one.notedAt < other.notedAt ? -1 : Number(one.notedAt > other.notedAt)));
  const text = unreviewed(kept);
  const row = play(snapshot, changes);
  const fits =
    unreviewed(row) === text ||
    [...waysToArrive(changes, isFresh), asKept(changes, kept, isFresh)].some(
      (way) => unreviewed(play(snapshot, way)) === text,
    );
  // However often it was reviewed, its reviews have one order: they are played by themselves.
  const reviews = playReviews(events, kept.review, isFresh);
  return { row: withReview(row, reviews.review), fits: fits && reviews.fits };
};

const withReview = ({ review: _earlier, ...row }: AccessRow, review: AccessRow['review']): AccessRow =>
  review === undefined ? row : { ...row, review };

const unreviewed = (row: AccessRow): string => canonicalJson(withReview(row, undefined));

/**
 * The changes in the order in which the row tells them. However many there are: those of one look into AWS are noted in the
 * same millisecond. What the row lacks may still be on its way; what is not fresh any more has to show.
 */
const asKept = (
  changes: readonly NotedEvent[],
  { joined, corrections = [] }: AccessRow,
  isFresh: (event: NotedEvent) => boolean,
): readonly NotedEvent[] => {
  const placeOf = (event: NotedEvent): number => {
    const { joined: joins, correction } = bodyOf(event);
    return event.kind === 'joined'
      ? joined.findIndex(({ eventId }) => eventId === joins.eventId)
      : corrections.findIndex(({ eventId }) => eventId === correction.eventId);
  };
  const ofKind = (wanted: EventKind): readonly NotedEvent[] =>
    changes
      .filter((event) => event.kind === wanted && (placeOf(event) >= 0 || !isFresh(event)))
      .toSorted((one, other) => placeOf(one) - placeOf(other));
  const others = changes.filter(({ kind }) => kind !== 'joined' && kind !== 'corrected');
  return [...merge(ofKind('joined'), ofKind('corrected')), ...others];
};

/** Two lists as one, each in its own order, the earlier event first. */
const merge = (one: readonly NotedEvent[], other: readonly NotedEvent[]): readonly NotedEvent[] => {
  const [first] = one;
  const [second] = other;
  if (first === undefined || second === undefined) return [...one, ...other];
  return first.notedAt <= second.notedAt
    ? [first, ...merge(one.slice(1), other)]
    : [second, ...merge(one, other.slice(1))];
};

/** A row is changed a few times in its life; more than this are taken in their order, or as the row tells them. */
const MOST_ORDERED = 4;

const waysToArrive = (
  changes: readonly NotedEvent[],
  isFresh: (event: NotedEvent) => boolean,
): readonly (readonly NotedEvent[])[] => {
  if (changes.length > MOST_ORDERED) return [changes.filter((event) => !isFresh(event))];
  return subsetsWithout(changes, isFresh).flatMap(orders);
};

const subsetsWithout = (
  changes: readonly NotedEvent[],
  mayLack: (event: NotedEvent) => boolean,
): readonly (readonly NotedEvent[])[] =>
  changes.reduce<readonly (readonly NotedEvent[])[]>(
    (sets, event) => [...sets.map((set) => [...set, event]), ...(mayLack(event) ? sets : [])],
    [[]],
  );

const orders = (events: readonly NotedEvent[]): readonly (readonly NotedEvent[])[] =>
  events.length < 2
    ? [events]
    : events.flatMap((first) =>
        orders(events.filter((event) => event !== first)).map((rest) => [first, ...rest]),
      );
