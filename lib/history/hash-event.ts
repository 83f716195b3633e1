/** The fingerprint of an event: what its seal holds. */
import { canonicalHash } from '../kernel/canonical-json.ts';
import type { EventHash, NotedEvent } from './history-event.ts';
import type { SealLeaf } from './seal.ts';

/** SHA-256 (hex) over the canonical JSON of the event as it is kept, whatever somebody added to it included. */
export const hashEvent = (event: NotedEvent): string => canonicalHash(event);

export const hashedEvent = (event: NotedEvent): EventHash => {
  const { accessId, name, notedAt } = event;
  return { accessId, name, notedAt, hash: hashEvent(event) };
};

/** As an anchor holds them: sorted by hash. */
export const leavesOf = (events: readonly EventHash[]): readonly SealLeaf[] =>
  events
    .map(({ accessId, name, hash }) => ({ accessId, name, hash }))
    .sort((one, other) => (one.hash < other.hash ? -1 : Number(one.hash > other.hash)));
