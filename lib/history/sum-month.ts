/** A month's days as one counter: what is alike on all of them is said once. */
import type { Cell, Counter, MonthCell, MonthCounter } from './counters.ts';
import { type MonthView } from './counters.ts';
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

/** `2026-11`, of a day, an hour or a moment. */
export const monthOf = (iso: string): string => iso.slice(0, MONTH_LENGTH);

const MONTH_LENGTH = '2026-11'.length;

export const monthAfter = (month: string, months = 1): string => {
  const place = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
};

/** The day of the month at a place from 0. */
export const dayAt = (month: string, place: number): string =>
  `${month}-${String(place + 1).padStart(2, '0')}`;
