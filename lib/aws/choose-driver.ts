/** Which index answers a question with the fewest cards: by the filter that usually leaves the fewest. */
import { foldValue } from '../history/matches-card.ts';
import type { Filters, Question, Scope } from '../history/question.ts';
import { OPEN_STATES } from '../history/review.ts';
import type { CardOrder } from './card-places.ts';

/** Cards of one value; several of them are merged. */
export interface Driver {
  readonly order: CardOrder;
  readonly value: string;
}

/** More than that are not merged: whoever may see so much finds enough in the order of time. */
const MOST_FOR_SCOPE = 20;

const NARROW = ['ticket', 'session', 'person', 'address'] as const;

/** None when nothing can be answered: the scope is empty. */
export const chooseDrivers = ({ filters, scope }: Pick<Question, 'filters' | 'scope'>): readonly Driver[] => {
  for (const field of NARROW) if (filters[field] !== undefined) return driversOf(filters, field);
  if (scope !== undefined) return withinScope(filters, scope);
  for (const field of isOpenOnly(filters) ? STATE_FIRST : STATE_LAST) {
    if (filters[field] !== undefined) return driversOf(filters, field);
  }
  return [{ order: 'time', value: '' }];
};

const STATE_FIRST = ['state', 'role', 'account'] as const;
const STATE_LAST = ['role', 'account', 'state'] as const;

/** What still needs somebody is little, as long as somebody looks. */
const isOpenOnly = ({ state = [] }: Filters): boolean =>
  state.length > 0 && state.every((each) => OPEN_STATES.some((open) => open === each));

const driversOf = (filters: Filters, field: keyof Filters & CardOrder): readonly Driver[] => {
  const values = (filters[field] ?? []).map((value) => (field === 'state' ? value : foldValue(value)));
  return [...new Set(values)].map((value) => ({ order: field, value }));
};

/** Everything that a scope shows: its accounts, and what names one of its parties wherever it happened. */
const withinScope = (filters: Filters, { accounts, parties }: Scope): readonly Driver[] => {
  if (filters.account !== undefined) return driversOf(filters, 'account');
  const drivers: readonly Driver[] = [
    ...[...new Set(accounts)].map((value) => ({ order: 'account' as const, value })),
    ...[...new Set(parties)].flatMap((value) => [
      { order: 'owner' as const, value },
      { order: 'client' as const, value },
    ]),
  ];
  return drivers.length <= MOST_FOR_SCOPE ? drivers : chooseDrivers({ filters });
};
