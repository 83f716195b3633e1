/** A month's days as one counter: what is alike on all of them is said once. */
import type { Cell, Counter, MonthCell, MonthCounter, MonthView } from './counters.ts';
import { seenBy } from './month-views.ts';
import { keyOfCell, OF_A_MONTH, sumTallies } from './tally.ts';

const LONGEST_MONTH = 31;

/** The day of the month, from 0. */
const placeOf = ({ bucket }: Counter): number => Number(bucket.slice('2026-11-'.length)) - 1;

type MonthBody = Pick<MonthCounter, 'view' | 'cells' | 'top' | 'topCut'>;

export const sumMonth = (days: readonly Counter[], view: MonthView): MonthBody => {
  const seen = days.map((day) => ({
    ...day,
    top: day.top.map((value) => ({ ...value, cell: seenBy(view, value.cell) })),
  }));
  const { cells, ...top } = sumTallies(seen, OF_A_MONTH);
  const counts = new Map(cells.map((cell) => [keyOfCell(cell), Array<number>(LONGEST_MONTH).fill(0)]));
  for (const day of days) {
    for (const cell of day.cells) counts.get(keyOfCell(cell))?.splice(placeOf(day), 1, cell.count);
  }
  return { ...top, view, cells: cells.map((cell) => ({ ...cell, days: counts.get(keyOfCell(cell)) ?? [] })) };
};

export const isMonthCell = (cell: Cell): cell is MonthCell => 'days' in cell;
