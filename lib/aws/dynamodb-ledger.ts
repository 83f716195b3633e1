/** The delivery ledger on DynamoDB: every step is one conditional write. */
import type { Ledger } from '../delivery/ledger.ts';
import { nextOf, oldestOf, pendingOf, rememberDestinations, waitingOf } from './ask-unsettled.ts';
import { dropDigest, finishDigest, moveIntoDigest, openDigest, resumeDigest } from './digest-steps.ts';
import type { LedgerEffects } from './ledger-effects.ts';
import { markNoted, unnotedOf } from './note-deliveries.ts';
import { readDelivery } from './read-delivery.ts';
import { rewordDelivery } from './reword-delivery.ts';
import { claimDelivery, openDelivery, settleDelivery } from './settle-delivery.ts';
import { deliveryKey } from './table-keys.ts';

/** All that `record` does with it: what else the ledger can is not loaded while somebody waits. */
export const dynamoDbOutbox = (
  effects: LedgerEffects,
  known = rememberDestinations(effects),
): Pick<Ledger, 'open' | 'reword'> => ({
  open: async (deliveries) => {
    // Once in a process: the sweep must know of a destination whose first delivery this is, also after a rollback.
    await known();
    const opened = await Promise.all(deliveries.map((delivery) => openDelivery(effects, delivery)));
    return opened.filter((delivery) => delivery !== undefined);
  },
  reword: (key, words) => rewordDelivery(effects, key, words),
});

export const dynamoDbLedger = (effects: LedgerEffects): Ledger => {
  const { table } = effects;
  const known = rememberDestinations(effects);
  return {
    ...dynamoDbOutbox(effects, known),
    claim: (key) => claimDelivery(effects, key),
    settle: (claim, outcome, dueAt) => settleDelivery(effects, { claim, outcome, dueAt }),
    find: async (key) => {
      const item = await table.get(deliveryKey(key));
      return item === undefined ? undefined : readDelivery(item);
    },

    pending: async (dueBefore, limit) => pendingOf(table, await known(), { dueBefore, limit }),
    oldestOpened: async () => oldestOf(table, await known()),
    next: (destinationId) => nextOf(effects, destinationId),
    waiting: (destinationId, limit) => waitingOf(table, destinationId, limit),

    openDigest: (digest) => openDigest(effects, digest),
    resumeDigest: (key) => resumeDigest(effects, key),
    moveIntoDigest: (member, digestId) => moveIntoDigest(effects, member, digestId),
    finishDigest: (key, members, notification) => finishDigest(effects, { key, members, notification }),
    dropDigest: (key) => dropDigest(table, key),

    unnoted: (limit) => unnotedOf(table, limit),
    markNoted: (delivery) => markNoted(table, delivery),
  };
};
