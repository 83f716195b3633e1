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
  'foundBy',
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
  foundBy: filterOption,
} as const satisfies NonNullable<ParseArgsConfig['options']>;

export const FILTER_HELP = `    --from, --to    a day, a moment, or how long ago: 24h, 7d, 2026-11-22 (7d unless given)
    --state WORD    open (needs somebody), unreviewed, escalated, explained, acknowledged, expected, ...
    --person, --session, --role, --account, --address, --ticket VALUE
    --kind, --entry, --outcome, --certainty, --observation, --home, --assignee VALUE
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

/** The query of the API. */
export const filterQuery = (values: FilterValues, clock: Clock): URLSearchParams => {
  const query = new URLSearchParams();
  const { from, to } = values;
  query.set('from', momentOf(typeof from === 'string' ? from : '7d', clock));
  if (typeof to === 'string') query.set('to', momentOf(to, clock));
  for (const field of FIELDS) {
    const given = values[field];
    for (const value of Array.isArray(given) ? given : []) query.append(field, String(value));
  }
  return query;
};
