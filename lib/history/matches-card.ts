/** Whether a card is what was asked for. Every store asks this one function, so that all of them answer the same. */
import type { Card } from './card.ts';
import {
  type FilterField,
  type Filters,
  type Question,
  type Scope,
  SEARCHED_FIELDS,
  type SearchedField,
} from './question.ts';
import { showCardToParty } from './show-to-party.ts';

/** Without regard to case: somebody who types `Alice` must not be told that `alice` was never here. */
export const foldValue = (value: string): string => value.toLowerCase();

/** What a card has for each filter; a list of which one has to be among the filter's values. */
const VALUES: { readonly [Field in FilterField]: (card: Card) => readonly (string | undefined)[] } = {
  state: ({ state }) => [state],
  person: ({ person }) => [person],
  session: ({ session }) => [session],
  role: ({ role }) => [role],
  account: ({ accountId }) => [accountId],
  address: ({ address }) => [address],
  ticket: ({ ticket }) => [ticket],
  kind: ({ kind }) => [kind],
  entry: ({ entry }) => [entry],
  outcome: ({ outcome }) => [outcome],
  certainty: ({ certainty }) => [certainty],
  observation: ({ observations }) => observations,
  home: ({ home }) => [home],
  assignee: ({ assignee }) => [assignee],
  exception: ({ exceptionId }) => [exceptionId],
  foundBy: ({ foundBy }) => [foundBy],
};

/** The values of a card for one filter: none where it has none, several of observations. */
export const valuesOf = (card: Card, field: FilterField): readonly string[] =>
  VALUES[field](card).filter((value) => value !== undefined);

/** What a card is found by in the index of a searched field. */
export const searchedValue = (card: Card, field: SearchedField): string | undefined =>
  valuesOf(card, field)[0];

const FOLDED: readonly FilterField[] = [...SEARCHED_FIELDS, 'assignee'];

const isFilterField = (field: string): field is FilterField => Object.hasOwn(VALUES, field);

/** Whether the card has one of the values of every filter. */
export const fitsFilters = (card: Card, filters: Filters): boolean =>
  Object.keys(filters)
    .filter(isFilterField)
    .every((field) => {
      const asked: readonly string[] | undefined = filters[field];
      return asked === undefined || hasOneOf(valuesOf(card, field), asked, FOLDED.includes(field));
    });

const hasOneOf = (values: readonly string[], asked: readonly string[], folded: boolean): boolean => {
  const same = folded ? foldValue : (value: string) => value;
  const wanted = asked.map(same);
  return values.some((value) => wanted.includes(same(value)));
};

/** Whether a reader of that scope may know of it. */
export const isInScope = (
  { accountId, owner, client }: Pick<Card, 'accountId' | 'owner' | 'client'>,
  scope: Scope | undefined,
): boolean =>
  scope === undefined ||
  scope.accounts.includes(accountId) ||
  scope.parties.includes(owner) ||
  (client !== undefined && scope.parties.includes(client));

/** Filters and scope; the time is left to whoever reads cards in its order. */
export const matchesCard = (card: Card, { filters, scope }: Pick<Question, 'filters' | 'scope'>): boolean =>
  isInScope(card, scope) && fitsFilters(showCardToParty(card, scope), filters);

/** Where a card stands among all others: sorts as a text, and tells where to go on. */
export const positionOf = ({ time, accessId }: Pick<Card, 'time' | 'accessId'>): string =>
  `${time}#${accessId}`;
