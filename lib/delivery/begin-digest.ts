/** A digest as it is written before anything has been taken out of the queue for it. */
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Notification } from '../notification/notification.ts';
import { type Delivery, keyOf } from './delivery.ts';
import { GATHER_LEASE_SECONDS, type NewDigest } from './ledger.ts';

/** The digest in state `gathering`; its members are only meant to be in it until it is finished. */
export const beginDigest = (digest: NewDigest, clock: Pick<Clock, 'now'>): Delivery => {
  const { digestId, destinationId, channel, edition, importance, members } = digest;
  const now = clock.now();
  return {
    accessId: digestId,
    destinationId,
    channel,
    edition,
    importance,
    members: members.map(keyOf),
    notification: withoutWords(digest, now.toISOString()),
    why: 'several notices waited for this destination',
    schemaVersion: 1,
    state: 'gathering',
    createdAt: now.toISOString(),
    dueAt: isoAfter(now, GATHER_LEASE_SECONDS),
    attempts: [],
  };
};

/** Takes the place of the words until it is known what the digest tells. Never sent. */
const withoutWords = ({ digestId, edition, importance }: NewDigest, occurredAt: string): Notification => ({
  schemaVersion: 1,
  accessId: digestId,
  kind: 'digest',
  edition,
  importance,
  title: 'Notices that are being gathered',
  sentence: 'Several notices are being gathered into one.',
  facts: [],
  links: [],
  occurredAt,
  attributes: {},
});
