/** A day's hours, and a month's days as one counter: what is alike in all of them is said once. */
import type { Cell, Counter, DayCounter, MonthCell, MonthCounter, MonthView } from './counters.ts';
import { seenBy } from './month-views.ts';
import { cutMonth, keyOfCell, OF_A_DAY_SEEN, OF_A_MONTH, sumTallies, type Tally } from './tally.ts';

const LONGEST_MONTH = 31;

/** The day of the month, from 0. */
const placeOf = ({ bucket }: Counter): number => Number(bucket.slice('2026-11-'.length)) - 1;

type MonthBody = Pick<MonthCounter, 'view' | 'cells' | 'top' | 'topCut'>;

export const sumDay = (
  hours: readonly Counter[],
  view: MonthView,
): Pick<DayCounter, 'view' | keyof Tally> => ({
  view,
  ...sumTallies(seenIn(hours, view), OF_A_DAY_SEEN),
});

const seenIn = (counters: readonly Counter[], view: MonthView): readonly Tally[] =>
  counters.map(({ cells, top, topCut }) => ({
    cells,
    top: top.map((value) => ({ ...value, cell: seenBy(view, value.cell) })),
    topCut,
  }));

/** `days`: seen so already, or as a whole. */
export const sumMonth = (days: readonly Counter[], view: MonthView): MonthBody => {
  const { cells, ...top } = cutMonth(sumTallies(seenIn(days, view), OF_A_MONTH));
  const counts = new Map(cells.map((cell) => [keyOfCell(cell), Array<number>(LONGEST_MONTH).fill(0)]));
  for (const day of days) {
    for (const cell of day.cells) counts.get(keyOfCell(cell))?.splice(placeOf(day), 1, cell.count);
  }
  return { ...top, view, cells: cells.map((cell) => ({ ...cell, days: counts.get(keyOfCell(cell)) ?? [] })) };
};

export const isMonthCell = (cell: Cell): cell is MonthCell => 'days' in cell;
