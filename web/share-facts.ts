/** What all rows of a list have in common: said once above them, so that rows show what differs. Pure. */
import type { AccessSummary } from '../lib/api/contract.ts';
import type { ChipField } from './query.ts';

export const SHAREABLE = [
  'person',
  'role',
  'account',
  'home',
  'origin',
  'entry',
  'telling',
  'state',
] as const;
export type Shareable = (typeof SHAREABLE)[number];

export interface SharedFact {
  readonly name: Shareable;
  readonly words: string;
  /** Absent: it can not be filtered by. */
  readonly filter?: { readonly field: ChipField; readonly value: string };
}

export type Shared = ReadonlyMap<Shareable, SharedFact>;

export const NOTHING_SHARED: Shared = new Map();

const FIELD_OF: Readonly<Partial<Record<Shareable, ChipField>>> = {
  person: 'person',
  role: 'role',
  account: 'account',
  home: 'home',
  origin: 'address',
  entry: 'entry',
};

/** A person is the same only when we are equally sure of it. What a door is about is no role. */
const WORDS_OF: Readonly<Record<Shareable, (access: AccessSummary) => string | undefined>> = {
  person: ({ who }) => `${who.name}\u0000${who.certainty.code}`,
  role: ({ role, door }) => (door === undefined ? role : undefined),
  account: ({ account }) => account.name,
  home: ({ who }) => who.home,
  origin: ({ origin }) => origin,
  entry: ({ entry }) => entry.words,
  telling: ({ telling }) => telling.words,
  state: ({ review }) => review.state.words,
};

const factOf = (name: Shareable, access: AccessSummary): SharedFact => {
  const field = FIELD_OF[name];
  const value = field === undefined ? undefined : access.filters[field];
  return {
    name,
    words: name === 'person' ? access.who.name : (WORDS_OF[name](access) ?? ''),
    ...(field === undefined || value === undefined ? {} : { filter: { field, value } }),
  };
};

/** Of two or more accesses; one alone shares nothing. `known`: said already further up. */
export const shareFacts = (accesses: readonly AccessSummary[], known: Shared = NOTHING_SHARED): Shared => {
  const [first] = accesses;
  if (first === undefined || accesses.length < 2) return NOTHING_SHARED;
  return new Map(
    SHAREABLE.flatMap((name) => {
      const words = WORDS_OF[name](first);
      if (words === undefined || known.has(name)) return [];
      const isShared = accesses.every((access) => WORDS_OF[name](access) === words);
      return isShared ? [[name, factOf(name, first)] as const] : [];
    }),
  );
};
