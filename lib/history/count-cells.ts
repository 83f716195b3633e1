/** Questions that cells can answer: which those are, and what fits them. */
import type { CellKey } from './counters.ts';
import { isInScope } from './matches-card.ts';
import type { FilterField, Filters, Question } from './question.ts';

/** Filters that cells know. */
export const CELL_FIELDS = [
  'state',
  'account',
  'kind',
  'outcome',
  'certainty',
] as const satisfies readonly FilterField[];
export type CellField = (typeof CELL_FIELDS)[number];

const VALUE: Readonly<Record<CellField, (cell: CellKey) => string>> = {
  state: ({ state }) => state,
  account: ({ accountId }) => accountId,
  kind: ({ kind }) => kind,
  outcome: ({ outcome }) => outcome,
  certainty: ({ certainty }) => certainty,
};

export const valueOfCell = (cell: CellKey, field: CellField): string => VALUE[field](cell);

export const isCellField = (field: FilterField): field is CellField =>
  CELL_FIELDS.some((known) => known === field);

const isFilterField = (field: string, filters: Filters): field is FilterField =>
  Object.hasOwn(filters, field);

/** Fields that are filtered by. */
export const filteredFields = (filters: Filters): readonly FilterField[] =>
  Object.keys(filters)
    .filter((field) => isFilterField(field, filters))
    .filter((field) => (filters[field]?.length ?? 0) > 0);

/** Whether cells alone tell it. */
export const isForCells = (filters: Filters): boolean => filteredFields(filters).every(isCellField);

/** All the other filters. */
export const without = (filters: Filters, left: FilterField): Filters =>
  Object.fromEntries(
    filteredFields(filters)
      .filter((field) => field !== left)
      .map((field) => [field, filters[field]]),
  );

type Asked = Pick<Question, 'filters' | 'scope'>;

/** What tells whether a cell is asked for; made once, asked for every cell. */
export const fitsCell = (asked: Asked): ((cell: CellKey) => boolean) => {
  const missed = missedBy(asked);
  return (cell) => missed(cell) === undefined;
};

/** The only filter that a cell does not fit; `more` for several of them, and outside of the scope. */
export const missedBy = ({ filters, scope }: Asked): ((cell: CellKey) => CellField | 'more' | undefined) => {
  const wanted = CELL_FIELDS.flatMap((field) => {
    const values: readonly string[] = filters[field] ?? [];
    return values.length === 0 ? [] : [{ field, valueOf: VALUE[field], values: new Set(values) }];
  });
  return (cell) => {
    if (scope !== undefined && !isInScope(cell, scope)) return 'more';
    let missed: CellField | undefined;
    for (const { field, valueOf, values } of wanted) {
      if (values.has(valueOf(cell))) continue;
      if (missed !== undefined) return 'more';
      missed = field;
    }
    return missed;
  };
};
