/**
 * By what the most frequent values of a day or a month are told apart. A value meets nearly every cell there, so that all of
 * its counts would leave room for few values: each view keeps some of a cell's fields, and a question takes the one that it
 * needs.
 */
import { CELL_FIELDS, type CellField } from './count-cells.ts';
import { type CellKey, MONTH_VIEWS, type MonthView } from './counters.ts';
import type { Filters, Scope } from './question.ts';

const FIELDS: Readonly<Record<MonthView, readonly CellField[]>> = {
  plain: [],
  state: ['state'],
  account: ['account'],
  manner: ['kind', 'outcome', 'certainty'],
};

/** `undefined` when the filters need fields of several views: then days tell that keep all fields, and fewer values. */
export const viewFor = (filters: Filters, scope: Scope | undefined): MonthView | undefined => {
  const filtered = CELL_FIELDS.filter((field) => (filters[field]?.length ?? 0) > 0);
  // A scope asks for account, owner and client.
  const needed: readonly CellField[] = scope === undefined ? filtered : [...filtered, 'account'];
  return MONTH_VIEWS.find((view) => needed.every((field) => FIELDS[view].includes(field)));
};

/** Stands where a view does not tell. */
const ANY: CellKey = {
  accountId: '',
  owner: '',
  kind: 'access',
  outcome: 'success',
  state: 'unreviewed',
  certainty: 'unknown',
};

export const seenBy = (view: MonthView, key: CellKey): CellKey => {
  const { accountId, owner, client, kind, outcome, state, certainty } = key;
  if (view === 'plain') return ANY;
  if (view === 'state') return { ...ANY, state };
  if (view === 'manner') return { ...ANY, kind, outcome, certainty };
  return client === undefined ? { ...ANY, accountId, owner } : { ...ANY, accountId, owner, client };
};
