/** Total, tabs, facets and chart from what was counted beforehand. */
import { histogramOf, seriesOf } from '../history/chart-of.ts';
import {
  type CellField,
  everyCell,
  fitsCell,
  isCellField,
  valueOfCell,
  without,
} from '../history/count-cells.ts';
import { type Counts, FACET_FIELDS, type FacetField } from '../history/counts.ts';
import { type CellKey, TOP_FIELDS, type TopField } from '../history/counters.ts';
import { addTo, facetOf, type Numbers, tabsOf } from '../history/facet-of.ts';
import type { FilterField, Question } from '../history/question.ts';
import type { CountedWindow } from './count-window.ts';

export type ByCells = Pick<Counts, 'total' | 'tabs' | 'facets' | 'histogram'>;

/** The filters have to be some that cells know (`isForCells`). */
export const countByCells = (window: CountedWindow, question: Question): ByCells => {
  const fits = fitsCell(question);
  const bits = window.parts.flatMap(({ bucket, tally }) =>
    tally.cells.filter(fits).map((cell) => ({ bucket, series: seriesOf(cell), count: cell.count })),
  );
  const total = bits.reduce((sum, { count }) => sum + count, 0);
  return {
    total: { count: total, atLeast: window.atLeast },
    tabs: tabsOf(stateNumbers(window, question), window.atLeast),
    facets: FACET_FIELDS.filter(isCounted)
      .map((field) => facetByCells(window, question, field))
      .filter(({ values }) => values.length > 0),
    histogram: histogramOf(question, bits, window.atLeast),
  };
};

/** Of every state, with the other filters. */
export const stateNumbers = (window: CountedWindow, question: Question): Numbers =>
  cellNumbers(window, question, 'state');

type CountedField = Extract<FacetField, CellField | TopField>;

/** Whether counters know the values of a field. */
export const isCounted = (field: FacetField): field is CountedField =>
  isCellField(field) || isTopField(field);

const isTopField = (field: FilterField): field is TopField => TOP_FIELDS.some((known) => known === field);

/** With all filters but the field's own. */
export const facetByCells = (window: CountedWindow, question: Question, field: CountedField) => {
  const chosen = question.filters[field] ?? [];
  const isCut = isTopField(field) && window.parts.some(({ tally }) => tally.topCut.includes(field));
  return facetOf(field, {
    numbers: isTopField(field) ? topNumbers(window, question, field) : cellNumbers(window, question, field),
    atLeast: window.atLeast || isCut,
    chosen,
  });
};

const cellNumbers = ({ parts }: CountedWindow, question: Question, field: CellField): Numbers => {
  const fits = fitsCell({ ...question, filters: without(question.filters, field) });
  const numbers = new Map<string, number>();
  for (const { tally } of parts)
    for (const cell of tally.cells) if (fits(cell)) addTo(numbers, valueOfCell(cell, field), cell.count);
  return numbers;
};

/** Many values share a cell: a year has a hundred thousand of them, and a few thousand cells. */
const topNumbers = ({ parts }: CountedWindow, question: Question, field: TopField): Numbers => {
  const fits = rememberedBy(fitsCell({ ...question, filters: without(question.filters, field) }));
  const numbers = new Map<string, number>();
  for (const { tally } of parts) {
    for (const { field: of, value, cell, count } of tally.top)
      if (of === field && fits(cell)) addTo(numbers, value, count);
  }
  return numbers;
};

const rememberedBy = (fits: (cell: CellKey) => boolean): ((cell: CellKey) => boolean) => {
  if (fits === everyCell) return fits;
  const known = new Map<CellKey, boolean>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const now = fits(cell);
    known.set(cell, now);
    return now;
  };
};
