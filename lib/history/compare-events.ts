/** Events as they are now beside the leaves of their seal. */
import type { EventHash } from './history-event.ts';
import type { SealLeaf } from './seal.ts';

/** What differs, by name. */
export interface Compared {
  readonly changed: readonly SealLeaf[];
  /** Sealed, and not there any more. */
  readonly missing: readonly SealLeaf[];
  /** There, and not sealed. */
  readonly added: readonly EventHash[];
}

export const compareEvents = (leaves: readonly SealLeaf[], events: readonly EventHash[]): Compared => {
  const byName = new Map(events.map((event) => [nameOf(event), event]));
  const sealed = new Set(leaves.map(nameOf));
  const present = leaves.flatMap((leaf) => {
    const event = byName.get(nameOf(leaf));
    return event === undefined ? [] : [{ leaf, event }];
  });
  return {
    changed: present.filter(({ leaf, event }) => event.hash !== leaf.hash).map(({ leaf }) => leaf),
    missing: leaves.filter((leaf) => !byName.has(nameOf(leaf))),
    added: events.filter((event) => !sealed.has(nameOf(event))),
  };
};

/** Ids hold no space. */
const nameOf = ({ accessId, name }: { readonly accessId: string; readonly name: string }): string =>
  `${accessId} ${name}`;
