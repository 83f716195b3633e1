/** Opens an OpsItem. OpsCenter answers with the item that exists, so sending twice makes one item. */
import type { ChannelEffects, DeliveryAttempt, Destination } from '../../delivery/channel.ts';
import type { Outcome } from '../../delivery/outcome.ts';
import type { Notification } from '../../notification/notification.ts';
import { renderNews, renderOpsItem } from './render-ops-item.ts';

export const opsCenterDestination = (id: string, effects: ChannelEffects): Destination => {
  const send = (notification: Notification, { deliveryId }: DeliveryAttempt): Promise<Outcome> =>
    effects.createOpsItem(renderOpsItem(notification, deliveryId));
  return {
    id,
    channel: 'ops-center',
    send,
    async update(reference, { news }, attempt) {
      const added = await effects.addToOpsItem(reference, renderNews(news, attempt.deliveryId));
      // Somebody has deleted the item: the news are told by themselves.
      return added.kind === 'rejected' && added.code === 'destination-gone' ? send(news, attempt) : added;
    },
  };
};
