/**
 * What the review's indexes need of a row, as attributes of its item: the card and its places. Whoever writes a row writes
 * them in the same call, so that no list lags behind what it shows.
 */
import type { AccessRow } from '../history/access-row.ts';
import type { Card } from '../history/card.ts';
import { cardOf } from '../history/card-of.ts';
import { CARD_ORDERS, keyNameOf, placeOfCard, sortNameOf } from './card-places.ts';
import { writeCard } from './card-text.ts';
import type { Item } from './table.ts';

/** Every attribute that may be there. */
export const INDEX_ATTRIBUTES: readonly string[] = [
  'card',
  ...CARD_ORDERS.flatMap((order) => [keyNameOf(order), sortNameOf(order)]),
];

/** Those of a row; none for a canary. */
export const indexAttributes = (row: AccessRow): Item => {
  const card = cardOf(row);
  return card === undefined ? {} : { card: writeCard(card), ...placesOf(card) };
};

const placesOf = (card: Card): Item =>
  Object.fromEntries(
    CARD_ORDERS.flatMap((order) => {
      const place = placeOfCard(card, order);
      return place === undefined
        ? []
        : [
            [keyNameOf(order), place.key],
            [sortNameOf(order), place.sort],
          ];
    }),
  );

/** Parts of the update that changes a row: empty where nothing of its card or places changes. */
export interface IndexChange {
  /** `card = :card`, `stateKey = :stateKey`: to be listed after `SET`. */
  readonly set: readonly string[];
  /** Names, to be listed after `REMOVE`. */
  readonly remove: readonly string[];
  readonly values: Item;
  /**
   * To be added to the condition: the card is still the one of the item that was read. Somebody else who changed the row
   * in a way that cards show is not overwritten; read it again then.
   */
  readonly unchanged: string;
}

/** What an update has to write beside the change itself. `item`: the row's item as it was read. */
export const changeIndexes = (item: Item, after: AccessRow): IndexChange => {
  const wanted = indexAttributes(after);
  const changed = Object.keys(wanted).filter((name) => wanted[name] !== item[name]);
  const wasThere = item['card'] !== undefined;
  return {
    set: changed.map((name) => `${name} = :${name}`),
    remove: INDEX_ATTRIBUTES.filter((name) => item[name] !== undefined && wanted[name] === undefined),
    values: {
      ...Object.fromEntries(changed.map((name) => [`:${name}`, wanted[name]])),
      ...(wasThere ? { ':cardBefore': item['card'] } : {}),
    },
    unchanged: wasThere ? 'card = :cardBefore' : 'attribute_not_exists(card)',
  };
};

/** Whether the item of a row holds its card and lies where the card belongs. */
export const hasCurrentCard = (item: Item, row: AccessRow): boolean => {
  const { set, remove } = changeIndexes(item, row);
  return set.length === 0 && remove.length === 0;
};
