/** Cards of one value in one month, newest first, read page by page. */
import type { Card } from '../history/card.ts';
import { type CardOrder, indexOf, keyNameOf, partsOfSort, placeAt, sortNameOf } from './card-places.ts';
import { readCard } from './card-text.ts';
import type { Item, Table } from './table.ts';

export interface CardRange {
  readonly order: CardOrder;
  readonly value: string;
  /** `2026-11` */
  readonly month: string;
  /** Position, inclusive. */
  readonly from: string;
  /** Position, exclusive. */
  readonly before: string;
}

/** A card as it was met; without `card` when it is of another version and waits for the sweep. */
export interface MetCard {
  readonly position: string;
  readonly card?: Card;
}

/** The id of an access, from the key of any of its items. */
export const accessIdOf = ({ pk }: Item): string => String(pk).slice('access#'.length);

export const metCard = (item: Item, order: CardOrder): MetCard => {
  const card = readCard(accessIdOf(item), item['card']);
  const sort = String(item[sortNameOf(order)]);
  const { position } = partsOfSort(sort);
  return { position: position === '' ? sort : position, ...(card === undefined ? {} : { card }) };
};

export class CardStream {
  readonly #table: Table;
  readonly #range: CardRange;
  #met: readonly MetCard[] = [];
  #next = 0;
  #startAfter: Item | undefined;
  #hasMore = true;
  /** How many are asked for next: twice as many each time, as filters turn out to be rare. */
  #size: number;

  constructor(table: Table, range: CardRange, size: number) {
    this.#table = table;
    this.#range = range;
    this.#size = size;
  }

  /** Whether it has to be read on before its newest card is known. */
  get isEmpty(): boolean {
    return this.#next >= this.#met.length && this.#hasMore;
  }

  /** The newest card that was not taken yet. */
  get head(): MetCard | undefined {
    return this.#met[this.#next];
  }

  take(): void {
    this.#next += 1;
  }

  /** Reads on, at most `most`; answers how many items that were. */
  async fill(most: number): Promise<number> {
    const { order, value, month, from, before } = this.#range;
    const limit = Math.max(1, Math.min(this.#size, most));
    this.#size *= 2;
    const sortAt = (position: string): string => placeAt(order, value, position).sort;
    const { items, continueAfter } = await this.#table.query({
      index: indexOf(order),
      condition: `${keyNameOf(order)} = :key AND ${sortNameOf(order)} BETWEEN :from AND :before`,
      values: { ':key': placeAt(order, value, month).key, ':from': sortAt(from), ':before': sortAt(before) },
      newestFirst: true,
      limit,
      ...(this.#startAfter === undefined ? {} : { startAfter: this.#startAfter }),
    });
    // The end is exclusive, and a range of DynamoDB is not.
    this.#met = items.map((item) => metCard(item, order)).filter(({ position }) => position < before);
    this.#next = 0;
    this.#startAfter = continueAfter;
    this.#hasMore = continueAfter !== undefined;
    return items.length;
  }
}
