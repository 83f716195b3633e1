/** Cells of a window, summed. Each is looked at once: a year has a hundred thousand. */
import type { Bit } from '../history/chart-of.ts';
import { CELL_FIELDS, type CellField, fitsCell, missedBy, valueOfCell } from '../history/count-cells.ts';
import type { CellKey } from '../history/counters.ts';
import { addTo, type Numbers } from '../history/facet-of.ts';
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
  const numbers = new Map(CELL_FIELDS.map((field) => [field, new Map<string, number>()]));
  const fields = [...numbers];
  let total = 0;
  for (const { tally } of parts) {
    for (const cell of tally.cells) {
      const misses = missed(cell);
      if (misses === 'more') continue;
      if (misses === undefined) total += cell.count;
      for (const [field, sums] of fields) {
        if (misses === undefined || misses === field) addTo(sums, valueOfCell(cell, field), cell.count);
      }
    }
  }
  return { total, numbers };
};

/** Over time: a bit for each series in each hour or day. */
export const bitsOf = <Series extends string>(
  { parts }: Counted,
  question: Question,
  seriesOf: (cell: CellKey) => Series,
): readonly Bit<Series>[] => {
  const fits = fitsCell(question);
  const sums = new Map<Series, Map<string, number>>();
  for (const part of parts) {
    const days = Array.from({ length: 31 }, (_each, place) => dayAt(part.bucket, place));
    for (const cell of part.tally.cells) {
      if (!fits(cell)) continue;
      const series = seriesOf(cell);
      const bars = sums.get(series) ?? new Map<string, number>();
      sums.set(series, bars);
      if (!isMonthCell(cell)) addTo(bars, part.bucket, cell.count);
      else
        for (const [place, count] of cell.days.entries())
          if (count > 0) addTo(bars, days[place] ?? '', count);
    }
  }
  return [...sums].flatMap(([series, bars]) =>
    [...bars].map(([bucket, count]) => ({ bucket, series, count })),
  );
};
