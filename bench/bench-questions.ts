/** Every kind of question that the review asks, as one would ask it of the believable year. */
import type { Filters, Question, Scope } from '../lib/history/question.ts';
import { accountAt, addressAt, clientAt, END, personAt, roleAt } from './believable-row.ts';

export interface BenchQuestion {
  readonly words: string;
  readonly question: Question;
  /** So many pages further down. */
  readonly pages?: number;
}

export const YEAR = { from: '2025-11-22T12:00:00.000Z', to: END };
const WEEK = { from: '2026-11-15T12:00:00.000Z', to: END };
const QUARTER = { from: '2026-08-22T12:00:00.000Z', to: END };

const ask = (words: string, filters: Filters, more: Partial<Question> = {}): BenchQuestion => ({
  words,
  question: { ...YEAR, filters, ...more },
});

/** A client's people. */
const CLIENT: Scope = { accounts: [accountAt(58)], parties: [clientAt(10)] };
const OWNER: Scope = { accounts: [accountAt(3), accountAt(13), accountAt(23)], parties: ['team-3'] };

const PEOPLE = Array.from({ length: 10 }, (_each, n) => personAt(n * 7 + 100));

export const QUESTIONS: readonly BenchQuestion[] = [
  ask('everything of a week', {}, WEEK),
  ask('everything of a year', {}),
  { ...ask('a page further down', {}), pages: 10 },
  ask('what needs a look', { state: ['unreviewed', 'escalated'] }),
  ask('escalated', { state: ['escalated'] }),
  ask('explained', { state: ['explained'] }),
  ask('a person who is often there', { person: [personAt(0)] }),
  ask('a person who is seldom there', { person: [personAt(2_950)] }),
  ask('somebody who was never there', { person: ['nobody@acme.example'] }),
  ask('ten people', { person: PEOPLE }),
  ask('a session name', { session: [personAt(120)] }),
  ask('a role', { role: [roleAt(3)] }),
  ask('two accounts', { account: [accountAt(1), accountAt(40)] }),
  ask('an address', { address: [addressAt(20)] }),
  ask('a ticket', { ticket: ['OPS-12'] }),
  ask('a person in an account', { person: [personAt(5)], account: [accountAt(2)] }),
  ask('a role that needs a look', { role: [roleAt(0)], state: ['unreviewed', 'escalated'] }),
  ask('refused attempts', { outcome: ['denied'] }),
  ask('an observation in one of 5,000', { observation: ['used-elsewhere'] }),
  ask('a kind of which there is none', { kind: ['door'] }),
  ask('a client’s people: everything', {}, { scope: CLIENT }),
  ask('a client’s people: a person', { person: [personAt(0)] }, { scope: CLIENT }),
  ask('an owner’s people: needs a look', { state: ['unreviewed', 'escalated'] }, { scope: OWNER }),
];

/** What somebody types. */
export const PREFIXES = ['ali', 'heidi.b', 'build-1', '198.18.1', 'prod', 'ops-12', 'zz'];

/** Tabs, facets and chart of a list. */
export const COUNTED: readonly BenchQuestion[] = [
  ask('numbers of a week', {}, WEEK),
  ask('numbers of a quarter', {}, QUARTER),
  ask('numbers of a year', {}),
  ask('numbers of a year: what needs a look', { state: ['unreviewed', 'escalated'] }),
  ask('numbers of a year: explained', { state: ['explained'] }),
  ask('numbers of a year: an account', { account: [accountAt(1)] }),
  ask('numbers of a week: a person', { person: [personAt(0)] }, WEEK),
  ask('numbers of a year: a person', { person: [personAt(5)] }),
  ask('numbers of a year: a client’s people', {}, { scope: CLIENT }),
];

export const OVERVIEWS: readonly BenchQuestion[] = [
  ask('overview of a week', {}, WEEK),
  ask('overview of a year', {}),
  ask('overview of a year: a client’s people', {}, { scope: CLIENT }),
];
