/** Cells of a window, summed. Each is looked at once: a year has a hundred thousand. */
import type { Bit } from '../history/chart-of.ts';
import { CELL_FIELDS, type CellField, fitsCell, missedBy, valueOfCell } from '../history/count-cells.ts';
import type { CellKey } from '../history/counters.ts';
import type { Numbers } from '../history/facet-of.ts';
import type { Question } from '../history/question.ts';
import { dayAt } from '../history/months.ts';
import { isMonthCell } from '../history/sum-month.ts';
import type { CountedWindow } from './count-window.ts';

type Counted = Pick<CountedWindow, 'parts'>;

export interface CellSums {
  readonly total: number;
  /** Of every field, with all filters but its own. */
  readonly numbers: ReadonlyMap<CellField, Numbers>;
}

export const sumCells = ({ parts }: Counted, question: Question): CellSums => {
  const missed = missedBy(question);
  const fields = CELL_FIELDS.map((field) => ({ field, sums: new Map<string, Sum>() }));
  let total = 0;
  for (const { tally } of parts) {
    for (const cell of tally.cells) {
      const misses = missed(cell);
      if (misses === 'more') continue;
      if (misses === undefined) total += cell.count;
      for (const { field, sums } of fields) {
        if (misses !== undefined && misses !== field) continue;
        const value = valueOfCell(cell, field);
        const sum = sums.get(value);
        if (sum === undefined) sums.set(value, { count: cell.count });
        else sum.count += cell.count;
      }
    }
  }
  return { total, numbers: new Map(fields.map(({ field, sums }) => [field, numbersOf(sums)])) };
};

interface Sum {
  count: number;
}

/** Without what was counted and then taken away again. */
const numbersOf = (sums: ReadonlyMap<string, Sum>): Numbers =>
  new Map([...sums].filter(([, { count }]) => count > 0).map(([value, { count }]) => [value, count]));

/** What was counted, and taken away again. */
export const dropNothing = (sums: Map<string, number>): void => {
  for (const [value, count] of sums) if (count <= 0) sums.delete(value);
};

/** Over time: a bit for each series in each hour or day. */
export const bitsOf = <Series extends string>(
  { parts }: Counted,
  question: Question,
  seriesOf: (cell: CellKey) => Series,
): readonly Bit<Series>[] => {
  const fits = fitsCell(question);
  const bits: Bit<Series>[] = [];
  for (const { bucket, tally } of parts) {
    const sums = new Map<Series, number>();
    const months = new Map<Series, number[]>();
    for (const cell of tally.cells) {
      if (!fits(cell)) continue;
      const series = seriesOf(cell);
      if (isMonthCell(cell)) addDays(months, series, cell.days);
      else sums.set(series, (sums.get(series) ?? 0) + cell.count);
    }
    for (const [series, count] of sums) bits.push({ bucket, series, count });
    for (const [series, days] of months)
      bits.push(...days.map((count, place) => ({ bucket: dayAt(bucket, place), series, count })));
  }
  return bits.filter(({ count }) => count !== 0);
};

/** A number for each day, and a busy year has a thousand cells a month: no look-up for each. */
const addDays = <Series>(months: Map<Series, number[]>, series: Series, days: readonly number[]): void => {
  const sums = months.get(series);
  if (sums === undefined) {
    months.set(series, [...days]);
    return;
  }
  for (let place = 0; place < days.length; place += 1) sums[place] = (sums[place] ?? 0) + (days[place] ?? 0);
};
