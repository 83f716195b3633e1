/** Total, tabs, facets and chart from what was counted beforehand. */
import { histogramOf, seriesOf } from '../history/chart-of.ts';
import { type CellField, fitsCell, isCellField, without } from '../history/count-cells.ts';
import { type Counts, FACET_FIELDS, type FacetField } from '../history/counts.ts';
import { type CellKey, TOP_FIELDS, type TopField } from '../history/counters.ts';
import { addTo, facetOf, type Numbers, tabsOf } from '../history/facet-of.ts';
import type { FilterField, Question } from '../history/question.ts';
import type { CountedWindow } from './count-window.ts';
import { bitsOf, sumCells } from './sum-cells.ts';

export type ByCells = Pick<Counts, 'total' | 'tabs' | 'facets' | 'histogram'>;

/** The filters have to be some that cells know (`isForCells`). */
export const countByCells = (window: CountedWindow, question: Question): ByCells => {
  const { total, numbers } = sumCells(window, question);
  const of = (field: CellField): Numbers => numbers.get(field) ?? new Map();
  return {
    total: { count: total, atLeast: window.atLeast },
    tabs: tabsOf(of('state'), window.atLeast),
    facets: FACET_FIELDS.filter(isCounted)
      .map((field) => {
        const known = isTopField(field) ? topNumbers(window, question, field) : of(field);
        return facetOf(field, partsOf(window, { question, field, numbers: known }));
      })
      .filter(({ values }) => values.length > 0),
    histogram: histogramOf(question, bitsOf(window, question, seriesOf), window.atLeast),
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
  const numbers = isTopField(field)
    ? topNumbers(window, question, field)
    : cellNumbers(window, question, field);
  return facetOf(field, partsOf(window, { question, field, numbers }));
};

interface Told {
  readonly question: Question;
  readonly field: CountedField;
  readonly numbers: Numbers;
}

const partsOf = ({ parts, atLeast }: CountedWindow, { question, field, numbers }: Told) => ({
  numbers,
  atLeast: atLeast || (isTopField(field) && parts.some(({ tally }) => tally.topCut.includes(field))),
  chosen: question.filters[field] ?? [],
});

const cellNumbers = (window: CountedWindow, question: Question, field: CellField): Numbers =>
  sumCells(window, question).numbers.get(field) ?? new Map();

/** Many values share a cell: a year has tens of thousands of them, and a few thousand cells. */
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
  const known = new Map<CellKey, boolean>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const now = fits(cell);
    known.set(cell, now);
    return now;
  };
};
