/** Opens an OpsItem. OpsCenter answers with the item that exists, so sending twice makes one item. */
import type { ChannelEffects, DeliveryAttempt, Destination } from '../../delivery/channel.ts';
import { type Outcome, UNSAID } from '../../delivery/outcome.ts';
import { probeResultOf } from '../../delivery/probe.ts';
import type { Notification } from '../../notification/notification.ts';
import { renderNews, renderOpsItem } from './render-ops-item.ts';

export const opsCenterDestination = (id: string, effects: ChannelEffects): Destination => {
  const send = (notification: Notification, { deliveryId }: DeliveryAttempt): Promise<Outcome> =>
    effects.createOpsItem(renderOpsItem(notification, deliveryId));
  return {
    id,
    channel: 'ops-center',
    send,
    async update(reference, { news, quiet }, attempt) {
      const added = await effects.addToOpsItem(reference, renderNews(news, attempt.deliveryId));
      if (added.kind !== 'rejected' || added.code !== 'destination-gone') return added;
      // Somebody has deleted the item: the news are told by themselves.
      return quiet === true ? UNSAID : send(news, attempt);
    },
    async probe() {
      const outcome = await effects.addToOpsItem(NO_ITEM, {});
      // "There is no such item" is what somebody hears who may ask.
      return outcome.kind === 'rejected'
        ? { kind: 'accepted', words: ANSWERS }
        : probeResultOf(outcome, ANSWERS);
    },
  };
};

/** Well-formed, and no item's: OpsCenter has no question that does nothing but ask. */
const NO_ITEM = 'oi-000000000000';
const ANSWERS = 'OpsCenter answers us; no item was opened';
