/** Filters on the command line: the same names as in the page's address. */
import type { ParseArgsConfig } from 'node:util';
import type { FilterField } from '../lib/api/contract.ts';
import { type Clock, isoAfter } from '../lib/kernel/clock.ts';

const FIELDS = [
  'state',
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
] as const satisfies readonly FilterField[];

const filterOption = { type: 'string', multiple: true } as const;

export const FILTER_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  state: filterOption,
  person: filterOption,
  session: filterOption,
  role: filterOption,
  account: filterOption,
  address: filterOption,
  ticket: filterOption,
  kind: filterOption,
  entry: filterOption,
  outcome: filterOption,
  certainty: filterOption,
  observation: filterOption,
  home: filterOption,
  assignee: filterOption,
  exception: filterOption,
  'found-by': filterOption,
  /** As in the page's address. */
  foundBy: filterOption,
} as const satisfies NonNullable<ParseArgsConfig['options']>;

export const FILTER_HELP = `    --from, --to    a day, a moment, or how long ago: 24h, 7d, 2026-11-22 (7d unless given)
    --state WORD    open (needs somebody), unreviewed, escalated, explained, acknowledged, expected, all, ...
    --person, --session, --role, --account, --address, --ticket VALUE
    --kind, --entry, --outcome, --certainty, --observation, --home, --assignee, --exception, --found-by VALUE
                    every filter may be given several times: one of its values has to hold
`;

export type FilterValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** `7d` as the moment seven days ago; anything else as it is: the API says what it understands. */
const momentOf = (text: string, clock: Clock): string => {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  return count === undefined ? text : isoAfter(clock.now(), -Number(count) * (SECONDS[unit] ?? 0));
};

const valuesOf = (values: FilterValues, option: string): readonly string[] => {
  const given = values[option];
  const texts = Array.isArray(given) ? given.map(String) : [];
  // The page's tab of all states: no filter at all.
  return option === 'state' && texts.includes('all') ? [] : texts;
};

/** What the API says of a moment it cannot read, with what the command line reads besides. */
export const withOwnForms = (message: string): string =>
  /^(from|to) must be an ISO 8601 /.test(message)
    ? `${message.replace(/\.$/, '')}, or how long ago: 24h, 7d.`
    : message;

/** The query of the API. */
export const filterQuery = (values: FilterValues, clock: Clock): URLSearchParams => {
  const query = new URLSearchParams();
  const { from, to } = values;
  query.set('from', momentOf(typeof from === 'string' ? from : '7d', clock));
  if (typeof to === 'string') query.set('to', momentOf(to, clock));
  for (const field of FIELDS) {
    for (const value of valuesOf(values, field)) query.append(field, value);
  }
  for (const option of ['found-by', 'foundBy']) {
    for (const value of valuesOf(values, option)) query.append('foundBy', value);
  }
  return query;
};
