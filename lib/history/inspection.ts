/** What is kept about one access as it lies in the store, for whoever has to vouch for it. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessRow } from './access-row.ts';
import type { NotedEvent } from './history-event.ts';

export interface InspectedDelivery {
  readonly delivery: Delivery;
  /** False while the sweep has still to note its latest attempts as events. */
  readonly noted: boolean;
}

export interface InspectedAccess {
  /** Of the access, or of the digest or operator's notice, which have no row. */
  readonly accessId: string;
  readonly row?: AccessRow;
  readonly deliveries: readonly InspectedDelivery[];
  /** The digests in which deliveries of this access were told. */
  readonly digests: readonly Delivery[];
  readonly events: readonly NotedEvent[];
  /** Items that lie where the product does not look for them, so that the page or the sealing misses them. */
  readonly misplaced: readonly string[];
}

export interface Inspection {
  /** Also when there is nothing: then every list is empty. */
  read(accessId: string): Promise<InspectedAccess>;
}
