/** Questions that no index answers are refused with the way to ask them in Athena (docs/export.md). */
import type { Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import { refusal } from './refuse.ts';

type Refused = Extract<Result<never, Refusal>, { ok: false }>;

const askAthena = (why: string, sql: string): Refused =>
  refusal(
    'ask-athena',
    `${why} Ask Athena, which reads the daily export (docs/export.md), where today is missing until tomorrow:\n${sql}`,
  );

/** Column of the exported table for a filter of the same meaning. */
const COLUMNS: Readonly<Record<string, string>> = {
  person: 'person',
  session: 'session_name',
  role: 'role',
  account: 'account_id',
  address: 'origin',
  ticket: 'ticket',
  state: 'state',
  kind: 'kind',
  entry: 'entry',
  outcome: 'outcome',
  certainty: 'certainty',
  home: 'caller_account_id',
  assignee: 'assignee',
  exception: 'exception_id',
  foundBy: 'found_by',
};

const columnOf = (field: string): string => COLUMNS[field] ?? 'person';

/** A text in an SQL literal. The query is shown, never run from here. */
const literal = (text: string): string => `'${text.slice(0, 100).replaceAll("'", "''")}'`;

const DAY = "day >= '2026-06-01'";

export const refuseContains = (field: string, value: string): Refused =>
  askAthena(
    'Values are found as they are, and by their beginning: GET /api/values, or the search box. No index holds what they contain.',
    `SELECT time, person, role, account_name, session_name, access_id FROM accesses WHERE ${DAY} AND ${columnOf(field)} LIKE ${literal(`%${value.replaceAll(/[*%]/g, '')}%`)} ORDER BY time DESC;`,
  );

export const refuseWindow = (from: string, to: string, days: number): Refused =>
  askAthena(
    `from and to may lie at most ${days} days apart.`,
    `SELECT * FROM accesses WHERE day BETWEEN ${literal(from.slice(0, 10))} AND ${literal(to.slice(0, 10))} ORDER BY time DESC;`,
  );

export const refuseManyValues = (field: string, most: number): Refused =>
  askAthena(
    `${field} may stand at most ${most} times.`,
    `SELECT * FROM accesses WHERE ${DAY} AND ${columnOf(field)} IN ('...', '...') ORDER BY time DESC;`,
  );

export const refuseSort = (): Refused =>
  askAthena(
    'Lists are sorted by time, newest first, and in no other way.',
    `SELECT * FROM accesses WHERE ${DAY} ORDER BY person, time DESC;`,
  );

export const refuseTelling = (): Refused =>
  askAthena(
    'Who has been told is no filter: it changes while messages are on their way. The overview lists what is not delivered now.',
    `SELECT time, access_id, destination FROM accesses CROSS JOIN UNNEST(not_told) AS t(destination) WHERE ${DAY} ORDER BY time DESC;`,
  );
