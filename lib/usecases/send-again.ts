/**
 * Sends a notice once more because somebody asked for it: a destination refused it, or somebody lost it. The new delivery
 * is one of its own, with its own id, so that no vendor takes it for a repetition. Never twice by accident: while one
 * waits, or was opened a moment ago, there is no other. What waits is not doubled: its next try would make two of it.
 */
import { type Delivery, type DeliveryKey, keyOf, type NewDelivery } from '../delivery/delivery.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { EventLog } from '../history/history-event.ts';
import { sentAgainEventOf } from '../history/make-events.ts';
import { cleanReviewer } from '../history/clean-review.ts';
import type { Reviewer } from '../history/review.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Policy } from '../policy/policy.ts';

export interface SendAgainEffects {
  readonly history: Pick<AccessHistory, 'find'>;
  readonly ledger: Pick<Ledger, 'open'>;
  readonly events: Pick<EventLog, 'note'>;
  readonly wake: WakeDeliveries;
  readonly policy: Pick<Policy, 'destinations'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface AskedAgain {
  /** Of the delivery, or of one that was sent again for it. */
  readonly key: DeliveryKey;
  readonly by: Reviewer;
}

/** `waiting`: it is being tried anyway. */
export type SentAgain =
  | { readonly kind: 'opened' | 'waiting' | 'unknown' }
  | { readonly kind: 'refused'; readonly words: string };

/** Twice within so many seconds is a double click. */
const DOUBLE_CLICK_SECONDS = 60;

/** Ask only for accesses that the asker may see. */
export const sendAgain = async (
  { history, ledger, events, wake, policy, clock }: SendAgainEffects,
  { key, by }: AskedAgain,
): Promise<SentAgain> => {
  const found = await history.find(key.accessId);
  // What went to the archive, and only its removal broke off, is told to nobody any more.
  if (found === undefined || found.events?.some(({ kind }) => kind === 'archived') === true)
    return { kind: 'unknown' };
  const root = found.deliveries.find((one) => isAt(one, { ...key, ...rootOf(key) }));
  if (root === undefined) return { kind: 'unknown' };
  const now = clock.now();
  const copies = copiesOf(found.deliveries, root);
  if ([root, ...copies].some((one) => isWaiting(one, found)) || isRecent(copies, now)) {
    return { kind: 'waiting' };
  }
  const channel = policy.destinations.find(({ id }) => id === root.destinationId)?.channel;
  if (channel === undefined) {
    return { kind: 'refused', words: 'This destination is no longer configured: nothing can be sent to it.' };
  }
  const words = ticketWords(channel, copies);
  if (words !== undefined) return { kind: 'refused', words };
  const again = composeAgain(found, root, { channel, number: copies.length + 1, by });
  // First, so that nothing is sent without anybody having asked; whoever comes again finds the same name.
  await events.note([sentAgainEventOf(keyOf(again), cleanReviewer(by), now.toISOString())]);
  const opened = await ledger.open([again]);
  if (opened.length === 0) return { kind: 'waiting' };
  await wake(opened);
  return { kind: 'opened' };
};

/** Whether it says once more what was said before: nothing new about the access. */
export const isSentAgain = ({ part }: Pick<DeliveryKey, 'part'>): boolean =>
  part !== undefined && AGAIN.test(part);

const AGAIN = /^(?:(?<root>.+)\.)?again-\d+$/;

/** What was sent again is sent again as the delivery that it stands for: copies of copies have one counting. */
const rootOf = ({ part }: DeliveryKey): Pick<DeliveryKey, 'part'> | { readonly part: undefined } => ({
  part: part === undefined || !AGAIN.test(part) ? part : AGAIN.exec(part)?.groups?.['root'],
});

const isAt = (
  one: DeliveryKey,
  place: { readonly accessId: string; readonly destinationId: string; readonly part?: string | undefined },
): boolean =>
  one.accessId === place.accessId && one.destinationId === place.destinationId && one.part === place.part;

const copiesOf = (deliveries: readonly Delivery[], root: Delivery): readonly Delivery[] =>
  deliveries.filter(
    (one) => one.destinationId === root.destinationId && isSentAgain(one) && rootOf(one).part === root.part,
  );

/** Not settled, or told in a digest that is not. */
const isWaiting = (one: Delivery, { digests = [] }: AccessDetail): boolean => {
  if (one.state !== 'digested') return one.state !== 'sent' && one.state !== 'rejected';
  const digest = digests.find(
    ({ accessId, destinationId }) => accessId === one.digestedIn && destinationId === one.destinationId,
  );
  return digest !== undefined && digest.state !== 'sent' && digest.state !== 'rejected';
};

const isRecent = (copies: readonly Delivery[], now: Date): boolean =>
  copies.some(({ createdAt }) => createdAt > isoAfter(now, -DOUBLE_CLICK_SECONDS));

/** Channels where a notice is a ticket: there is one of it, however often it is told. */
const TICKET_CHANNELS: readonly string[] = ['jira', 'ops-center'];

/** A ticket that stands for a refused notice was opened by a copy of it: there it is. */
const ticketWords = (channel: string, copies: readonly Delivery[]): string | undefined => {
  const sent = copies.find(({ state, follows }) => state === 'sent' && follows === undefined);
  return TICKET_CHANNELS.includes(channel) && sent !== undefined
    ? `The ticket was opened already${sent.reference === undefined ? '' : ` (${sent.reference})`}: Rolecall opens no second one.`
    : undefined;
};

interface Copy {
  readonly channel: string;
  readonly number: number;
  readonly by: Reviewer;
}

const composeAgain = (found: AccessDetail, root: Delivery, { channel, number, by }: Copy): NewDelivery => {
  const part = `${root.part === undefined ? '' : `${root.part}.`}again-${String(number)}`;
  const notification = saidAgain(latestWords(found, root));
  const isTicket = TICKET_CHANNELS.includes(channel);
  // To a ticket that is there it is added; a later word that was refused is tried as what it was.
  const follows =
    root.part === undefined
      ? isTicket && root.state === 'sent'
        ? { edited: notification }
        : undefined
      : isTicket || root.state === 'rejected'
        ? root.follows
        : undefined;
  return {
    accessId: root.accessId,
    destinationId: root.destinationId,
    part,
    channel,
    edition: root.edition,
    importance: root.importance,
    notification,
    why: `sent again: ${cleanReviewer(by).name} asked for it`,
    // No owner: a refusal asks no fallback, which was asked when the notice itself was refused.
    ...compact({ follows }),
  };
};

/** What the destination would read today: the words of the newest edit, where there was one. */
const latestWords = ({ deliveries }: AccessDetail, root: Delivery): Delivery['notification'] => {
  const edits = deliveries
    .filter(({ destinationId, follows }) => destinationId === root.destinationId && follows !== undefined)
    .toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  return edits[0]?.follows?.edited ?? root.notification;
};

/** Nobody must take it for another access. */
const saidAgain = (notification: Delivery['notification']): Delivery['notification'] => ({
  ...notification,
  facts: [
    { label: 'Sent again', value: 'somebody asked for this notice once more; it is no other access' },
    ...notification.facts.filter(({ label }) => label !== 'Sent again'),
  ],
});
