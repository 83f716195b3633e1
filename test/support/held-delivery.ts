/** What the ledger in memory keeps of one delivery, and its place in the queue of its destination. */
import { type Delivery, type DeliveryKey, deliveryIdOf, keyOf } from '../../lib/delivery/delivery.ts';
import type { PendingDelivery } from '../../lib/delivery/ledger.ts';
import { IMPORTANCES, type Importance } from '../../lib/notification/notification.ts';

export interface Held {
  delivery: Delivery;
  /** Where it stands in the queue of its destination: by importance, then by when it was due when it was last put there. */
  place: string;
  lease?: { readonly token: string; readonly until: string };
  /** Set while the history has not noted its events: their order. */
  unnoted?: string;
  /** Of a digest: when its oldest member was opened. */
  waitsSince?: string;
}

export const placeOf = (key: DeliveryKey, importance: Importance, dueAt: string): string =>
  `${IMPORTANCES.indexOf(importance)}${dueAt}#${deliveryIdOf(key)}`;

export const isUnsettled = ({ delivery }: Held): boolean =>
  delivery.state === 'pending' || delivery.state === 'in-progress' || delivery.state === 'gathering';

/** When it may be tried, or taken over from a holder that died. */
export const readyAt = ({ delivery, lease }: Held): string => lease?.until ?? delivery.dueAt;

export const pendingOf = (held: Held): PendingDelivery => ({
  ...keyOf(held.delivery),
  dueAt: readyAt(held),
  importance: held.delivery.importance,
  ...(held.delivery.state === 'gathering' ? { gathering: true as const } : {}),
});
