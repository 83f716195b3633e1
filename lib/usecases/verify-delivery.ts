/** What deliveries say of themselves beside the events that were noted of them. Pure. */
import { type Delivery, type DeliveryKey, deliveryIdOf, isSentAgain, keyOf } from '../delivery/delivery.ts';
import type { HistoryEvent, NotedEvent } from '../history/history-event.ts';
import type { InspectedAccess, InspectedDelivery } from '../history/inspection.ts';
import { eventsOfDelivery, finalAttempts, legOf } from '../history/make-events.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { at } from '../kernel/json.ts';
import { sayDifference, type VerifyFinding } from './verify-finding.ts';

const TELLING: readonly string[] = ['told', 'failed', 'digested'];

/** @param isVouchedFor whether events were noted at all at that moment (ISO 8601) */
export const verifyDeliveries = (
  { accessId, deliveries, digests, events }: InspectedAccess,
  isVouchedFor: (iso: string) => boolean,
): readonly VerifyFinding[] => {
  const noted = new Map(
    events.filter(({ kind }) => TELLING.includes(kind)).map((event) => [placeOf(event), event]),
  );
  const findings = deliveries.flatMap((inspected) => [
    ...eventsOfDelivery(inspected.delivery).flatMap((expected) => {
      const event = noted.get(placeOf(expected));
      noted.delete(placeOf(expected));
      return event === undefined
        ? notNoted(expected, inspected, isVouchedFor)
        : differing(expected, event, inspected.delivery);
    }),
    ...notAsked(inspected.delivery, events, isVouchedFor),
    ...contradictions(inspected.delivery),
    ...notInDigest(inspected.delivery, digests),
  ]);
  return [...findings, ...[...noted.values()].map(attemptMissing)].map((finding) => ({
    ...finding,
    accessId,
  }));
};

/** An attempt has one place, however it ended: `platform-slack#2`. */
const placeOf = ({ kind, name }: HistoryEvent): string =>
  kind === 'digested' ? name : name.slice(name.indexOf('#') + 1);

const notNoted = (
  expected: HistoryEvent,
  { delivery, noted }: InspectedDelivery,
  isVouchedFor: (iso: string) => boolean,
): readonly VerifyFinding[] => {
  if (!noted || !isVouchedFor(expected.at)) return [];
  // An attempt that died is noted when the one after it has ended.
  if (delivery.state === 'in-progress' && at(expected.body, 'attempt', 'outcome') === undefined) return [];
  const words = `The delivery to ${legOf(delivery)} shows "${expected.name}", but no event tells of it: it was added to the delivery, or its event was removed before it was sealed.`;
  return [{ code: 'attempt-not-noted', words }];
};

const differing = (
  expected: HistoryEvent,
  { notedAt, ...told }: NotedEvent,
  delivery: Delivery,
): readonly VerifyFinding[] => {
  if (canonicalJson(told) === canonicalJson(expected)) return [];
  const words = `The delivery to ${legOf(delivery)} is not what its event "${told.name}" says${sayDifference(told, expected)}.`;
  return [{ code: 'attempt-changed', words }];
};

const attemptMissing = ({ name }: NotedEvent): VerifyFinding => ({
  code: 'attempt-missing',
  words: `The event "${name}" tells of an attempt that no delivery shows: the delivery was changed or removed.`,
});

/** Somebody asked for what was sent again, and his event is noted before it is opened: there is no moment without it. */
const notAsked = (
  delivery: Delivery,
  events: readonly NotedEvent[],
  isVouchedFor: (iso: string) => boolean,
): readonly VerifyFinding[] => {
  if (!isSentAgain(delivery) || !isVouchedFor(delivery.createdAt)) return [];
  if (events.some(({ kind, name }) => kind === 'sent-again' && name === `sent-again#${legOf(delivery)}`))
    return [];
  const words = `The delivery to ${legOf(delivery)} says that it was sent again, but no event tells who asked for it: it was added past Rolecall, or its event was removed before it was sealed.`;
  return [{ code: 'delivery-not-asked', words }];
};

/** State, reference and link follow from the last attempt; nothing is noted that is not there. */
const contradictions = (delivery: Delivery): readonly VerifyFinding[] => {
  const { state, reference, url } = delivery;
  const last = delivery.attempts.at(-1)?.outcome;
  const sent = last?.kind === 'sent' ? last : undefined;
  const isInOrder =
    STATES_AFTER[last?.kind ?? 'none'].includes(state) &&
    (state !== 'in-progress' || delivery.attempts.length > 0) &&
    (delivery.notedAttempts ?? 0) <= finalAttempts(delivery) &&
    reference === sent?.reference &&
    url === sent?.url;
  if (isInOrder) return [];
  const words = `The delivery to ${legOf(delivery)} contradicts itself: its state "${state}", its reference, its link or what is noted of it does not follow from its attempts.`;
  return [{ code: 'delivery-changed', words }];
};

const STATES_AFTER: Readonly<Record<'none' | 'sent' | 'rejected' | 'retry', readonly string[]>> = {
  none: ['pending', 'in-progress', 'digested', 'gathering'],
  sent: ['sent'],
  rejected: ['rejected'],
  retry: ['pending', 'digested'],
};

const notInDigest = (delivery: Delivery, digests: readonly Delivery[]): readonly VerifyFinding[] => {
  const { state, digestedIn, destinationId } = delivery;
  if (state !== 'digested') return [];
  const digest = digests.find((each) => each.accessId === digestedIn && each.destinationId === destinationId);
  if (digest?.members?.some((member) => isSame(member, delivery)) === true) return [];
  const words = `The delivery to ${legOf(delivery)} says it was told in the digest ${digestedIn ?? '(none)'}, which ${digest === undefined ? 'does not exist' : 'does not name it'}.`;
  return [{ code: 'delivery-changed', words }];
};

const isSame = (one: DeliveryKey, other: DeliveryKey): boolean =>
  deliveryIdOf(keyOf(one)) === deliveryIdOf(keyOf(other));
