/**
 * A counter as few bytes, because a year's are read at once: names are listed once and referred to by their place, and it is
 * deflated to a quarter. `[version, names, cells, top values, fields that were cut]`; a cell ends in its count, or in that of
 * each day of a month; one without a count is only told apart by among the values.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  type Cell,
  type CellKey,
  type Counter,
  type MonthCell,
  TOP_FIELDS,
  type TopValue,
} from '../history/counters.ts';
import { isMonthCell } from '../history/sum-month.ts';
import { cutTop, OF_A_DAY, OF_A_DAY_SEEN, OF_A_MONTH, type TopLimits } from '../history/tally.ts';

const VERSION = 1;

/** An item holds 400 KB; a query reads 1 MB at once. */
export const MOST_COUNTER_BYTES = 30_000;
export const MOST_MONTH_BYTES = 300_000;

/** Fewer and fewer of the most frequent values, until it fits: cells are never left out. */
const FEWER_VALUES = [25, 10, 3, 0];
const triedFrom = (first: TopLimits): readonly TopLimits[] => [
  first,
  ...FEWER_VALUES.map((values) => ({ ...OF_A_DAY, values })),
];
const TRIED_OF_A_DAY = triedFrom(OF_A_DAY);
const TRIED_OF_A_DAY_SEEN = triedFrom(OF_A_DAY_SEEN);
const TRIED_OF_A_MONTH = triedFrom(OF_A_MONTH);

export type CounterBody = Pick<Counter, 'cells' | 'top' | 'topCut'>;

export const encodeCounter = (counter: CounterBody): Uint8Array =>
  fitInto(counter, MOST_COUNTER_BYTES, TRIED_OF_A_DAY);

/** Of a day that is seen in one way. */
export const encodeDay = (counter: CounterBody): Uint8Array =>
  fitInto(counter, MOST_COUNTER_BYTES, TRIED_OF_A_DAY_SEEN);

/** `undefined` when even the cells alone are too much. */
export const encodeMonth = (counter: CounterBody): Uint8Array | undefined => {
  const bytes = fitInto(counter, MOST_MONTH_BYTES, TRIED_OF_A_MONTH);
  return bytes.length <= MOST_MONTH_BYTES ? bytes : undefined;
};

const fitInto = (counter: CounterBody, size: number, tried: readonly TopLimits[]): Uint8Array => {
  let bytes = new Uint8Array();
  for (const limits of tried) {
    bytes = deflateRawSync(encode(cutTop(counter, limits)));
    if (bytes.length <= size) break;
  }
  return bytes;
};

const encode = ({ cells, top, topCut }: CounterBody): string => {
  const names = new Names();
  const places = new Map<string, number>();
  const rows = cells.map((cell, place) => {
    const row = keyRow(cell, names);
    places.set(row.join(), place);
    return isMonthCell(cell) ? [...row, ...cell.days] : [...row, cell.count];
  });
  const placeOf = (key: CellKey): number => {
    const row = keyRow(key, names);
    const known = places.get(row.join());
    if (known !== undefined) return known;
    places.set(row.join(), rows.length);
    return rows.push([...row]) - 1;
  };
  const tops = top.map((value) => [
    TOP_FIELDS.indexOf(value.field),
    names.placeOf(value.value),
    placeOf(value.cell),
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
export const decodeCounter = (bytes: Uint8Array): CounterBody | undefined =>
  decode(bytes, (row, names): Cell => cellOf(row, names, row[KEY_LENGTH] ?? 0));

export const decodeMonth = (
  bytes: Uint8Array,
): (CounterBody & { readonly cells: readonly MonthCell[] }) | undefined =>
  decode(bytes, (row, names): MonthCell => {
    const days = row.slice(KEY_LENGTH);
    return Object.assign(cellOf(row, names, sumOf(days)), { days });
  });

const sumOf = (numbers: Numbers): number => {
  let sum = 0;
  for (const each of numbers) sum += each;
  return sum;
};

const cellOf = (row: Numbers, names: readonly string[], count: number): Cell => {
  const key = keyOf(row, names);
  return Object.assign(key, { count });
};

type ReadCell<C extends Cell> = (row: Numbers, names: readonly string[]) => C;

const decode = <C extends Cell>(bytes: Uint8Array, readCell: ReadCell<C>) => {
  // Lists of texts and numbers only; the careful reading of outside values would take most of a year's time.
  const parsed: unknown = JSON.parse(inflateRawSync(bytes).toString());
  if (!Array.isArray(parsed) || parsed[0] !== VERSION) return undefined;
  const [, names, rows, tops, cut] = parsed as unknown as Encoded;
  // Most rows are only counted: values name few of them, or one where they are not told apart.
  const keys: CellKey[] = [];
  const keyAt = (place: number): CellKey | undefined => {
    const row = rows[place];
    if (row !== undefined) keys[place] ??= keyOf(row, names);
    return keys[place];
  };
  return {
    cells: rows.filter(({ length }) => length > KEY_LENGTH).map((row) => readCell(row, names)),
    top: tops.flatMap((row) => topOf(row, names, keyAt) ?? []),
    topCut: cut.map((place) => TOP_FIELDS[place]).filter((field) => field !== undefined),
  };
};

/** Numbers of a row that name its cell. */
const KEY_LENGTH = 7;

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
  keyAt: (place: number) => CellKey | undefined,
): TopValue | undefined => {
  const [ofField, ofValue, ofCell] = [TOP_FIELDS[field], names[value], keyAt(cell)];
  if (ofField === undefined || ofValue === undefined || ofCell === undefined) return undefined;
  return { field: ofField, value: ofValue, cell: ofCell, count };
};
