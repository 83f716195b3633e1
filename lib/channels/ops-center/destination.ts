/** Opens an OpsItem. OpsCenter answers with the item that exists, so sending twice makes one item. */
import type { ChannelEffects, Destination } from '../../delivery/channel.ts';
import { renderOpsItem, renderWords } from './render-ops-item.ts';

export const opsCenterDestination = (id: string, effects: ChannelEffects): Destination => ({
  id,
  channel: 'ops-center',
  send: (notification, attempt) => effects.createOpsItem(renderOpsItem(notification, attempt.deliveryId)),
  update: (reference, notification) => effects.appendToOpsItem(reference, renderWords(notification)),
});
