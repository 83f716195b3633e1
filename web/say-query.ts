/** The question of the list in the words of the page. Pure. */
import type { AccessSummary, CountsAnswer, ShownCount } from '../lib/api/contract.ts';
import { formatShortMoment, type Zone } from './format-time.ts';
import type { ChipField, Preset, Range, Tab } from './query.ts';

export const TAB_WORDS: Readonly<Record<Tab, string>> = {
  open: 'Needs a look',
  escalated: 'Escalated',
  explained: 'Explained',
  acknowledged: 'Acknowledged',
  expected: 'Expected',
  all: 'All',
  unreviewed: 'Not reviewed',
  grouped: 'Repeats',
  recorded: 'Recorded only',
};

export const FIELD_WORDS: Readonly<Record<ChipField, string>> = {
  person: 'Person',
  session: 'Session',
  role: 'Role',
  account: 'Account',
  address: 'Address',
  ticket: 'Ticket',
  kind: 'Kind',
  entry: 'How',
  outcome: 'Outcome',
  certainty: 'Certainty',
  observation: 'Observation',
  home: 'Home account',
  assignee: 'Assigned to',
  exception: 'Exception',
  foundBy: 'Found',
};

export const PRESET_WORDS: Readonly<Record<Preset, { readonly short: string; readonly long: string }>> = {
  '24h': { short: '24 h', long: 'the last 24 hours' },
  '7d': { short: '7 days', long: 'the last 7 days' },
  '30d': { short: '30 days', long: 'the last 30 days' },
  '90d': { short: '90 days', long: 'the last 90 days' },
  '1y': { short: '1 year', long: 'the last year' },
};

/** "the last 7 days"; "20 Nov 2026, 14:00 to 15:00". */
export const sayRange = (range: Range, zone: Zone): string => {
  if (typeof range !== 'object') return PRESET_WORDS[range].long;
  const from = formatShortMoment(range.from, zone);
  return range.to === undefined ? `since ${from}` : `${from} to ${formatShortMoment(range.to, zone)}`;
};

export const sayCount = ({ count, atLeast }: ShownCount): string =>
  `${count.toLocaleString('en-GB')}${atLeast ? '+' : ''}`;

/** What a person reads for the value of a filter: as the facets or a shown row say it, else the value itself. */
export const sayValue = (
  { field, value }: { readonly field: ChipField; readonly value: string },
  counts: CountsAnswer | undefined,
  shown: readonly AccessSummary[],
): string => {
  const facet = counts?.facets.find((one) => one.field === field);
  const words = facet?.values.find((one) => one.value === value)?.words;
  if (words !== undefined) return words;
  if (field === 'account') return shown.find(({ account }) => account.id === value)?.account.name ?? value;
  return value;
};
