/** What the page shows, as its address says it: reload, "back" and a copied link show the same. Pure. */
import type { FilterField, ReviewState } from '../lib/api/contract.ts';

export const VIEWS = ['list', 'overview', 'exceptions', 'exports', 'reads'] as const;
export type View = (typeof VIEWS)[number];

/** `open`: whatever still needs somebody. */
export type Tab = 'open' | 'all' | ReviewState;

export const TABS = [
  'open',
  'escalated',
  'explained',
  'acknowledged',
  'expected',
  'all',
] as const satisfies readonly Tab[];

/** States that have no tab of their own and can be asked for all the same. */
const OTHER_TABS = ['unreviewed', 'grouped', 'recorded'] as const satisfies readonly Tab[];

/** The state has the tabs. */
export type ChipField = Exclude<FilterField, 'state'>;

export const CHIP_FIELDS = [
  'person',
  'session',
  'role',
  'account',
  'address',
  'ticket',
  'kind',
  'entry',
  'outcome',
  'certainty',
  'observation',
  'home',
  'assignee',
  'exception',
  'foundBy',
] as const satisfies readonly ChipField[];

export type PageFilters = Readonly<Partial<Record<ChipField, readonly string[]>>>;

export const PRESETS = ['24h', '7d', '30d', '90d', '1y'] as const;
export type Preset = (typeof PRESETS)[number];

/** Two moments (ISO 8601; `to` is exclusive), and the range they were chosen in, to go back to. */
export interface Stretch {
  readonly from: string;
  readonly to?: string;
  /** Absent: the default. */
  readonly within?: Preset;
}

/** The last so many days up to now, or two moments. */
export type Range = Preset | Stretch;

export interface PageQuery {
  readonly view: View;
  readonly tab: Tab;
  readonly filters: PageFilters;
  readonly range: Range;
  /** The access that is open. */
  readonly access?: string;
}

const DEFAULT_RANGE: Preset = '7d';

export const DEFAULT_QUERY: PageQuery = { view: 'list', tab: 'open', filters: {}, range: DEFAULT_RANGE };

const HOUR_MS = 3_600_000;

export const HOURS_OF: Readonly<Record<Preset, number>> = {
  '24h': 24,
  '7d': 7 * 24,
  '30d': 30 * 24,
  '90d': 90 * 24,
  '1y': 365 * 24,
};

const MOST_VALUES = 10;

const isIn = <T extends string>(list: readonly T[], value: string | null): value is T =>
  value !== null && (list as readonly string[]).includes(value);

const momentOf = (text: string | null): string | undefined => {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

const readRange = (parameters: URLSearchParams): Range => {
  const from = momentOf(parameters.get('from'));
  const to = momentOf(parameters.get('to'));
  const range = parameters.get('range');
  const preset = isIn(PRESETS, range) ? range : DEFAULT_RANGE;
  if (from === undefined || (to !== undefined && from >= to)) return preset;
  return stretchIn(preset, { from, ...(to === undefined ? {} : { to }) });
};

const readFilters = (parameters: URLSearchParams): PageFilters =>
  Object.fromEntries(
    CHIP_FIELDS.flatMap((field) => {
      const values = [...new Set(parameters.getAll(field))].filter((value) => value !== '');
      return values.length === 0 ? [] : [[field, values.slice(0, MOST_VALUES)]];
    }),
  );

/** What an address asks for; what it says wrong is left out. `search` is `location.search`. */
export const readQuery = (search: string): PageQuery => {
  const parameters = new URLSearchParams(search);
  const [view, tab, access] = [parameters.get('view'), parameters.get('state'), parameters.get('access')];
  return {
    view: isIn(VIEWS, view) ? view : DEFAULT_QUERY.view,
    tab: isIn([...TABS, ...OTHER_TABS], tab) ? tab : DEFAULT_QUERY.tab,
    filters: readFilters(parameters),
    range: readRange(parameters),
    ...(access === null || access === '' ? {} : { access }),
  };
};

/** Itself, or the one that the two moments were chosen in. */
export const presetOf = (range: Range): Preset =>
  typeof range === 'object' ? (range.within ?? DEFAULT_RANGE) : range;

/** Two moments of the range, with the way back to it. */
export const stretchIn = (range: Range, { from, to }: Moments): Stretch => {
  const within = presetOf(range);
  return { from, ...(to === undefined ? {} : { to }), ...(within === DEFAULT_RANGE ? {} : { within }) };
};

const appendFilters = (parameters: URLSearchParams, filters: PageFilters): void => {
  for (const field of CHIP_FIELDS) {
    for (const value of filters[field] ?? []) parameters.append(field, value);
  }
};

/** The address of it, from the root: `/?state=all&person=alice`. Whatever is the default is left out. */
export const hrefOf = ({ view, tab, filters, range, access }: PageQuery): string => {
  const parameters = new URLSearchParams();
  if (view !== DEFAULT_QUERY.view) parameters.set('view', view);
  if (tab !== DEFAULT_QUERY.tab) parameters.set('state', tab);
  appendFilters(parameters, filters);
  const preset = presetOf(range);
  if (preset !== DEFAULT_RANGE) parameters.set('range', preset);
  if (typeof range === 'object') {
    parameters.set('from', range.from);
    if (range.to !== undefined) parameters.set('to', range.to);
  }
  if (access !== undefined) parameters.set('access', access);
  const text = parameters.toString();
  return text === '' ? '/' : `/?${text}`;
};

export interface Moments {
  readonly from: string;
  readonly to?: string;
}

/** From when on, and until when; a range that ends now has no end. On whole minutes, so that equal questions are equal. */
export const momentsOf = (range: Range, now: Date): Moments => {
  if (typeof range === 'object') {
    const { from, to } = range;
    return to === undefined ? { from } : { from, to };
  }
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  return { from: new Date(minute - HOURS_OF[range] * HOUR_MS).toISOString() };
};

/** The question as the API takes it: filters, state and moments; neither view nor open access. */
export const questionOf = ({ tab, filters, range }: PageQuery, now: Date): URLSearchParams => {
  const parameters = new URLSearchParams();
  if (tab !== 'all') parameters.set('state', tab);
  appendFilters(parameters, filters);
  const { from, to } = momentsOf(range, now);
  parameters.set('from', from);
  if (to !== undefined) parameters.set('to', to);
  return parameters;
};

/** Two with the same key show the same list. */
export const listKeyOf = (query: PageQuery): string => {
  const { access: _access, ...rest } = query;
  return hrefOf({ ...rest, view: 'list' });
};

export const countFilters = ({ filters }: PageQuery): number =>
  CHIP_FIELDS.reduce((sum, field) => sum + (filters[field]?.length ?? 0), 0);

export const hasFilter = ({ filters }: PageQuery, field: ChipField, value: string): boolean =>
  filters[field]?.includes(value) ?? false;

const withValues = (query: PageQuery, field: ChipField, values: readonly string[]): PageQuery => {
  const { [field]: _before, ...others } = query.filters;
  const { access: _access, ...rest } = query;
  return { ...rest, filters: values.length === 0 ? others : { ...others, [field]: values } };
};

/** That value of the field and no other: what a click on a shown value asks for. */
export const withOnly = (query: PageQuery, field: ChipField, value: string): PageQuery =>
  withValues(query, field, [value]);

export const withToggled = (query: PageQuery, field: ChipField, value: string): PageQuery => {
  const values = query.filters[field] ?? [];
  if (values.includes(value)) {
    return withValues(
      query,
      field,
      values.filter((one) => one !== value),
    );
  }
  return withValues(query, field, [...values, value].slice(-MOST_VALUES));
};
