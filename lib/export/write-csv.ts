/**
 * Rows as CSV: RFC 4180, UTF-8, CRLF. Whatever a spreadsheet would take for a formula gets an apostrophe before it, because
 * session names and user agents are the caller's words. https://owasp.org/www-community/attacks/CSV_Injection
 */
import { stringify } from 'csv-stringify/sync';
import type { AccessDetail } from '../history/access-history.ts';
import type { Policy } from '../policy/policy.ts';
import type { Column, Value } from './columns.ts';

/** Lists stand in one cell, with blanks between. */
const textOf = (value: Value): string =>
  Array.isArray(value) ? value.join(' ') : value === undefined ? '' : String(value);

/** A spreadsheet of a country that writes decimals with a comma splits at `;`, and a formula may begin there. */
const cellOf = (value: Value): string => textOf(value).replaceAll(/;(?=[=+\-@])/g, ";'");

const write = (cells: readonly (readonly string[])[]): string =>
  stringify(
    cells.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );

export const csvHead = (columns: readonly Column[]): string => write([columns.map(({ name }) => name)]);

export const csvOf = (rows: readonly AccessDetail[], columns: readonly Column[], policy: Policy): string =>
  rows.length === 0 ? '' : write(rows.map((row) => columns.map(({ of }) => cellOf(of(row, policy)))));
