/** Total, tabs, facets and chart from what was counted beforehand. */
import { histogramOf, seriesOf } from '../history/chart-of.ts';
import {
  CELL_FIELDS,
  type CellField,
  filteredFields,
  fitsCell,
  isCellField,
} from '../history/count-cells.ts';
import { type Counts, FACET_FIELDS, type FacetField } from '../history/counts.ts';
import { type CellKey, TOP_FIELDS, type TopField } from '../history/counters.ts';
import { addTo, facetOf, type Numbers, tabsOf } from '../history/facet-of.ts';
import type { FilterField, Question } from '../history/question.ts';
import type { CountedWindow } from './count-window.ts';
import { bitsOf, dropNothing, sumCells } from './sum-cells.ts';

export type ByCells = Pick<Counts, 'total' | 'tabs' | 'facets' | 'histogram'>;

/** The filters have to be some that cells know (`isForCells`). */
export const countByCells = (window: CountedWindow, question: Question): ByCells => {
  const { total, numbers } = sumCells(window, question);
  const top = topNumbers(window, question);
  const of = (field: CellField): Numbers => numbers.get(field) ?? new Map();
  return {
    total: { count: total, atLeast: window.atLeast },
    tabs: tabsOf(of('state'), window.atLeast),
    facets: FACET_FIELDS.filter(isCounted)
      .map((field) => {
        const known = isTopField(field) ? (top.get(field) ?? new Map()) : of(field);
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
    ? (topNumbers(window, question).get(field) ?? new Map())
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

/** Of all fields, each with all filters: cells know none of them. */
const topNumbers = (
  { parts }: CountedWindow,
  { filters, scope }: Question,
): ReadonlyMap<TopField, Numbers> => {
  const ofCells = Object.fromEntries(CELL_FIELDS.map((field) => [field, filters[field]]));
  const isAll = scope === undefined && filteredFields(ofCells).length === 0;
  const fits = isAll ? () => true : rememberedBy(fitsCell({ filters, ...(scope && { scope }) }));
  const numbers = new Map(TOP_FIELDS.map((field) => [field, new Map<string, number>()]));
  for (const { tally } of parts) {
    for (const { field, value, cell, count } of tally.top) {
      const sums = numbers.get(field);
      if (sums !== undefined && fits(cell)) addTo(sums, value, count);
    }
  }
  for (const sums of numbers.values()) dropNothing(sums);
  return numbers;
};

/** Many values share a cell. */
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
