/**
 * A counter as few bytes, because a year's are read at once: names are listed once and referred to by their place, and it is
 * deflated to a quarter. `[version, names, cells, top values, fields that were cut]`
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Cell, type CellKey, type Counter, TOP_FIELDS, type TopValue } from '../history/counters.ts';
import { cutTop, MOST_TOP_VALUES } from '../history/tally.ts';

const VERSION = 1;

/** An item holds 400 KB; a query reads 1 MB at once. */
export const MOST_COUNTER_BYTES = 30_000;

/** Fewer and fewer of the most frequent values, until it fits: cells are never left out. */
const TRIED_VALUES = [MOST_TOP_VALUES, 25, 10, 3, 0];

export type CounterBody = Pick<Counter, 'cells' | 'top' | 'topCut'>;

export const encodeCounter = (counter: CounterBody): Uint8Array => {
  let bytes = new Uint8Array();
  for (const most of TRIED_VALUES) {
    bytes = deflateRawSync(encode(cutTop(counter, most)));
    if (bytes.length <= MOST_COUNTER_BYTES) break;
  }
  return bytes;
};

const encode = ({ cells, top, topCut }: CounterBody): string => {
  const names = new Names();
  const places = new Map<string, number>();
  const rows = cells.map((cell, place) => {
    const row = keyRow(cell, names);
    places.set(row.join(), place);
    return [...row, cell.count];
  });
  const tops = top.map((value) => [
    TOP_FIELDS.indexOf(value.field),
    names.placeOf(value.value),
    places.get(keyRow(value.cell, names).join()) ?? -1,
    value.count,
  ]);
  return JSON.stringify([VERSION, names.all, rows, tops, topCut.map((field) => TOP_FIELDS.indexOf(field))]);
};

const keyRow = (key: CellKey, names: Names): readonly number[] => [
  names.placeOf(key.accountId),
  names.placeOf(key.owner),
  key.client === undefined ? -1 : names.placeOf(key.client),
  names.placeOf(key.kind),
  names.placeOf(key.outcome),
  names.placeOf(key.state),
  names.placeOf(key.certainty),
];

class Names {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}

type Numbers = readonly number[];
type Encoded = readonly [number, readonly string[], readonly Numbers[], readonly Numbers[], Numbers];

/** Our own writing; `undefined` when it is of another version, and is counted again. */
export const decodeCounter = (bytes: Uint8Array): CounterBody | undefined => {
  // Lists of texts and numbers only; the careful reading of outside values would take most of a year's time.
  const parsed: unknown = JSON.parse(inflateRawSync(bytes).toString());
  if (!Array.isArray(parsed) || parsed[0] !== VERSION) return undefined;
  const [, names, rows, tops, cut] = parsed as unknown as Encoded;
  const keys = rows.map((row) => keyOf(row, names));
  return {
    cells: rows.map((row): Cell => ({ ...keyOf(row, names), count: row[7] ?? 0 })),
    top: tops.flatMap((row) => topOf(row, names, keys) ?? []),
    topCut: cut.map((place) => TOP_FIELDS[place]).filter((field) => field !== undefined),
  };
};

/** Written out, and not put together field by field: a year has some hundred thousand cells. */
const keyOf = (row: Numbers, names: readonly string[]): CellKey => {
  const nameAt = (place: number): string => names[row[place] ?? -1] ?? '';
  const [kind, outcome] = [nameAt(3) as CellKey['kind'], nameAt(4) as CellKey['outcome']];
  const [state, certainty] = [nameAt(5) as CellKey['state'], nameAt(6) as CellKey['certainty']];
  const [accountId, owner] = [nameAt(0), nameAt(1)];
  return row[2] === -1
    ? { accountId, owner, kind, outcome, state, certainty }
    : { accountId, owner, client: nameAt(2), kind, outcome, state, certainty };
};

const topOf = (
  [field = -1, value = -1, cell = -1, count = 0]: Numbers,
  names: readonly string[],
  keys: readonly CellKey[],
): TopValue | undefined => {
  const [ofField, ofValue, ofCell] = [TOP_FIELDS[field], names[value], keys[cell]];
  if (ofField === undefined || ofValue === undefined || ofCell === undefined) return undefined;
  return { field: ofField, value: ofValue, cell: ofCell, count };
};
