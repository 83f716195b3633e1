/** One access as it is kept: its events beside their seals, its row and its deliveries beside its events. Pure. */
import { hashEvent } from '../history/hash-event.ts';
import type { NotedEvent } from '../history/history-event.ts';
import { hourOf } from '../history/hours.ts';
import type { InspectedAccess } from '../history/inspection.ts';
import { playEvents, snapshotOf } from '../history/play-events.ts';
import type { SealLeaf } from '../history/seal.ts';
import { verifyDeliveries } from './verify-delivery.ts';
import { type FindingCode, sayDifference, sayHour, type VerifyFinding } from './verify-finding.ts';

/** What the hours that were looked at have sealed. */
export interface Sealing {
  /** The first and the last sealed hour, and when the sealing began (ISO 8601); absent while there is none. */
  readonly first?: string;
  readonly last?: string;
  readonly since?: string;
  /** Hours whose leaves are known. */
  readonly hours: ReadonlySet<string>;
  /** Hashes of their events. */
  readonly hashes: ReadonlySet<string>;
}

export interface AccessToVerify {
  readonly inspected: InspectedAccess;
  /** Leaves of this access that its hours did not show as they were sealed. */
  readonly suspects: readonly SealLeaf[];
  readonly sealing: Sealing;
  /** It was read from the archive: no hour lists its events any more. */
  readonly archived?: boolean;
  /** Events that the row cannot show any more; they are beside their seals all the same. */
  readonly isTooLate?: (event: NotedEvent) => boolean;
}

export const verifyAccess = (asked: AccessToVerify): readonly VerifyFinding[] => {
  const { inspected, sealing } = asked;
  try {
    return [
      ...suspectFindings(asked),
      ...addedEvents(asked),
      ...rowFindings(withoutLate(asked), sealing),
      ...legFindings(inspected, sealing),
      ...verifyDeliveries(inspected, (iso) => isVouchedFor(sealing, iso)),
      ...inspected.misplaced.map((words) => finding(inspected, 'item-hidden', words)),
    ];
  } catch {
    // Whoever changes an item into something without a shape must not get away with it, nor end the verification.
    const words = 'What is kept of this access has lost its shape: it was not written by Rolecall.';
    return [finding(inspected, 'row-changed', words)];
  }
};

/** Noted before the first hour that has a seal. */
export const isBeforeSeals = ({ first }: Sealing, iso: string): boolean =>
  first !== undefined && hourOf(iso) < first;

/** What is older than the first seal may be older than the events. */
export const isVouchedFor = ({ since }: Sealing, iso: string): boolean => since !== undefined && iso >= since;

/** Not sealed yet: whoever wrote it may be in the middle of something. */
export const isFresh = ({ last }: Sealing, iso: string): boolean => last === undefined || hourOf(iso) > last;

const suspectFindings = ({ inspected, suspects, archived }: AccessToVerify): readonly VerifyFinding[] =>
  suspects.flatMap((leaf) => {
    const event = inspected.events.find(({ name }) => name === leaf.name);
    const which = `The event "${leaf.name}"`;
    if (event === undefined) {
      return finding(inspected, 'event-missing', `${which} was removed after it was sealed.`);
    }
    if (hashEvent(event) !== leaf.hash) {
      return finding(inspected, 'event-changed', `${which} was changed after it was sealed.`);
    }
    if (archived === true) return [];
    const words = `${which} is still there as it was sealed, but the list of its hour no longer shows it.`;
    return finding(inspected, 'event-hidden', words);
  });

const addedEvents = ({ inspected, suspects, sealing }: AccessToVerify): readonly VerifyFinding[] => {
  const known = new Set(suspects.map(({ name }) => name));
  return inspected.events
    .filter((event) => !known.has(event.name))
    .filter((event) => sealing.hours.has(hourOf(event.notedAt)) && !sealing.hashes.has(hashEvent(event)))
    .map((event) => {
      const words = `The event "${event.name}" was added to the hour from ${sayHour(hourOf(event.notedAt))} after that hour was sealed.`;
      return finding(inspected, 'event-added', words);
    });
};

const withoutLate = ({ inspected, isTooLate = () => false }: AccessToVerify): InspectedAccess => ({
  ...inspected,
  events: inspected.events.filter((event) => !isTooLate(event)),
});

const rowFindings = (inspected: InspectedAccess, sealing: Sealing): readonly VerifyFinding[] => {
  const { row, events } = inspected;
  const snapshot = snapshotOf(events);
  if (row === undefined) {
    if (snapshot === undefined) return [];
    const words = `The row is gone. The event "${snapshot.name}" of ${snapshot.notedAt} tells that it was written, and nothing says that it was archived.`;
    return [finding(inspected, 'row-missing', words)];
  }
  if (snapshot === undefined) {
    if (!isVouchedFor(sealing, row.recordedAt) || isFresh(sealing, row.recordedAt)) return [];
    const words = `The row says it was recorded at ${row.recordedAt}, but no event tells of it: it was added past Rolecall, its event was removed before it was sealed, or its recording broke off and was not taken up again yet.`;
    return [finding(inspected, 'row-not-recorded', words)];
  }
  const played = playEvents(events, row, ({ notedAt }: NotedEvent) => isFresh(sealing, notedAt));
  if (played.fits) return [];
  const words = `The row is not what its events say${sayDifference(played.row, row)}.`;
  return [finding(inspected, 'row-changed', words)];
};

/** Everybody whom the row names must have a delivery, sent or not. */
const legFindings = (inspected: InspectedAccess, sealing: Sealing): readonly VerifyFinding[] => {
  const { row, deliveries, events } = inspected;
  const snapshot = snapshotOf(events);
  if (row === undefined || row.groupedWith !== undefined) return [];
  if (snapshot === undefined || isFresh(sealing, snapshot.notedAt)) return [];
  const first = deliveries.filter(({ delivery }) => delivery.part === undefined);
  return row.route.legs
    .filter(({ destinationId }) => !first.some(({ delivery }) => delivery.destinationId === destinationId))
    .map(({ destinationId }) => {
      const words = `The row names ${destinationId} as somebody to be told, but there is no delivery to it: it was removed, or the recording broke off before it and was not taken up again yet.`;
      return finding(inspected, 'delivery-missing', words);
    });
};

const finding = ({ accessId }: InspectedAccess, code: FindingCode, words: string): VerifyFinding => ({
  code,
  accessId,
  words,
});
