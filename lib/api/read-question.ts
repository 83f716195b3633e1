/** Reads window and filters of a query; every mistake is answered with what is allowed. */
import { CERTAINTIES } from '../access/caller.ts';
import { DOOR_KINDS } from '../access/door.ts';
import { OBSERVATION_CODES } from '../access/observations.ts';
import { ENTRY_KINDS } from '../access/role-access.ts';
import { CARD_KINDS, CARD_OUTCOMES } from '../history/card.ts';
import {
  type FilterField,
  type Filters,
  MOST_VALUES,
  type Question,
  type Scope,
  SEARCHED_FIELDS,
} from '../history/question.ts';
import { OPEN_STATES, REVIEW_STATES } from '../history/review.ts';
import { isoAfter } from '../kernel/clock.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import { refuseContains, refuseManyValues, refuseSort, refuseTelling, refuseWindow } from './ask-athena.ts';
import { refusal } from './refuse.ts';

type Read<T> = Result<T, Refusal>;
export type Window = Pick<Question, 'from' | 'to'>;

export const DEFAULT_WINDOW_DAYS = 7;
/** A year, and the day on which somebody looks at it; wider questions would ask months for nothing. */
export const MOST_WINDOW_DAYS = 400;
/** As long as a card's texts are. */
const LONGEST_VALUE = 200;

/** Filters whose values are a closed list. */
const CLOSED = {
  state: ['open', ...REVIEW_STATES],
  kind: CARD_KINDS,
  entry: [...new Set([...ENTRY_KINDS, ...DOOR_KINDS, 'unreadable'])],
  outcome: CARD_OUTCOMES,
  certainty: CERTAINTIES,
  observation: OBSERVATION_CODES,
  foundBy: ['event', 'sweep'],
} as const satisfies Partial<Record<FilterField, readonly string[]>>;

const ACCOUNTS: readonly FilterField[] = ['account', 'home'];

/** Every filter, in reading order. */
export const FILTER_FIELDS = [
  'state',
  ...SEARCHED_FIELDS,
  'kind',
  'entry',
  'outcome',
  'certainty',
  'observation',
  'home',
  'assignee',
  'exception',
  'foundBy',
] as const satisfies readonly FilterField[];

const bad = (message: string) => refusal('bad-query', `${message}.`);

/** A day, or a moment with its zone; more than JavaScript's own parser would insist on, less than it lets pass. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

const readMoment = (name: string, text: string | null, otherwise: string): Read<string> => {
  if (text === null) return ok(otherwise);
  const milliseconds = ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    return bad(
      `${name} must be an ISO 8601 day or moment with its zone, such as 2026-11-22 or 2026-11-22T14:00:00Z`,
    );
  }
  const moment = new Date(milliseconds).toISOString();
  // A zone can push it out of the years that sort as texts.
  return /^\d{4}-/.test(moment) ? ok(moment) : bad(`${name} must lie in the years 0000 to 9999`);
};

export const readWindow = (query: URLSearchParams, now: Date): Read<Window> => {
  const to = readMoment('to', query.get('to'), now.toISOString());
  if (!to.ok) return to;
  const from = readMoment('from', query.get('from'), startBefore(to.value));
  if (!from.ok) return from;
  if (from.value >= to.value) return bad('from must be before to');
  const days = (Date.parse(to.value) - Date.parse(from.value)) / 86_400_000;
  if (days > MOST_WINDOW_DAYS) return refuseWindow(from.value, to.value, MOST_WINDOW_DAYS);
  return ok({ from: from.value, to: to.value });
};

const startBefore = (to: string): string => {
  const start = isoAfter(new Date(to), -DEFAULT_WINDOW_DAYS * 86_400);
  return /^\d{4}-/.test(start) ? start : '0000-01-01T00:00:00.000Z';
};

const closedValues = (field: FilterField): readonly string[] | undefined =>
  new Map<string, readonly string[]>(Object.entries(CLOSED)).get(field);

const problemOf = (field: FilterField, value: string): Read<string> => {
  const closed = closedValues(field);
  if (closed !== undefined) {
    return closed.includes(value) ? ok(value) : bad(`${field} must be one of ${closed.join(', ')}`);
  }
  if (ACCOUNTS.includes(field)) {
    return /^\d{12}$/.test(value) ? ok(value) : bad(`${field} must be an account number of 12 digits`);
  }
  if (/[*%]/.test(value)) return refuseContains(field, value);
  return value.trim() === '' || value.length > LONGEST_VALUE
    ? bad(`${field} must have 1 to ${LONGEST_VALUE} characters`)
    : ok(value);
};

const readValues = (query: URLSearchParams, field: FilterField): Read<readonly string[]> => {
  const values = [...new Set(query.getAll(field))];
  if (values.length > MOST_VALUES) return refuseManyValues(field, MOST_VALUES);
  for (const value of values) {
    const read = problemOf(field, value);
    if (!read.ok) return read;
  }
  return ok(values);
};

const expandState = (values: readonly string[]): readonly string[] => [
  ...new Set(values.flatMap((value) => (value === 'open' ? OPEN_STATES : [value]))),
];

export const readFilters = (query: URLSearchParams): Read<Filters> => {
  const filters: Partial<Record<FilterField, readonly string[]>> = {};
  for (const field of FILTER_FIELDS) {
    const values = readValues(query, field);
    if (!values.ok) return values;
    if (values.value.length > 0)
      filters[field] = field === 'state' ? expandState(values.value) : values.value;
  }
  // Every value of a closed list was compared with it.
  return ok(filters as Filters);
};

/** Names that somebody may try, and that are a question for Athena. */
const BEYOND: Readonly<Record<string, () => Extract<Read<never>, { ok: false }>>> = {
  sort: refuseSort,
  order: refuseSort,
  telling: refuseTelling,
  destination: refuseTelling,
};
const TEXT_SEARCH = ['q', 'search', 'contains', 'text'];

/** `also`: names beside the window and the filters; each of those and of the window may stand once. */
export const checkNames = (query: URLSearchParams, also: readonly string[]): Read<undefined> => {
  const once = ['from', 'to', ...also];
  for (const name of new Set(query.keys())) {
    if (FILTER_FIELDS.some((field) => field === name)) continue;
    if (Object.hasOwn(BEYOND, name)) return BEYOND[name]?.() ?? refuseSort();
    if (TEXT_SEARCH.includes(name)) return refuseContains('session', query.get(name) ?? '');
    if (!once.includes(name)) {
      return bad(`the query may hold ${[...once, ...FILTER_FIELDS].join(', ')} and nothing else`);
    }
    if (query.getAll(name).length > 1) return bad(`${name} may stand only once`);
  }
  return ok(undefined);
};

export interface ReadingQuestion {
  readonly now: Date;
  readonly scope: Scope | undefined;
  readonly also?: readonly string[];
}

/** Window, filters and scope: what a list, its counts and its export have in common. */
export const readQuestion = (
  query: URLSearchParams,
  { now, scope, also = [] }: ReadingQuestion,
): Read<Question> => {
  const names = checkNames(query, also);
  if (!names.ok) return names;
  const window = readWindow(query, now);
  if (!window.ok) return window;
  const filters = readFilters(query);
  if (!filters.ok) return filters;
  return ok({ ...window.value, filters: filters.value, ...(scope === undefined ? {} : { scope }) });
};
