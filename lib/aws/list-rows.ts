/** Rows of a time range, newest first, from the list index with its partition for every month. */
import { monthOf } from '../history/months.ts';
import { monthsBack } from './months-back.ts';
import type { AccessPage, ListQuestion } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { readRow } from './read-row.ts';
import type { Item, Table } from './table.ts';
import { canaryListKey, INDEX, listKey, listSort } from './table-keys.ts';

/** Month by month backwards until the page is full. */
export const listRows = async (table: Table, question: ListQuestion): Promise<AccessPage> => {
  const rows: AccessRow[] = [];
  const before = readCursor(question.cursor) ?? question.to;
  // AWS refuses a range whose end lies before its beginning.
  if (before < question.from) return { rows };
  for (const month of monthsBetween(question, before)) {
    // One more than asked tells whether there is a next page.
    rows.push(
      ...(await rowsOfMonth(table, { month, from: question.from, before }, question.limit + 1 - rows.length)),
    );
    if (rows.length > question.limit) break;
  }
  const shown = rows.slice(0, question.limit);
  const last = shown.at(-1);
  if (rows.length <= question.limit || last === undefined) return { rows: shown };
  return { rows: shown, nextCursor: writeCursor(listSort(last.time, last.accessId)) };
};

interface MonthQuestion {
  readonly month: string;
  readonly from: string;
  /** Exclusive. */
  readonly before: string;
}

/** DynamoDB ends a page at 1 MB, whatever was asked for: only `continueAfter` tells that the month has no more. */
const rowsOfMonth = async (
  table: Table,
  { month, from, before }: MonthQuestion,
  wanted: number,
): Promise<readonly AccessRow[]> => {
  const rows: AccessRow[] = [];
  let startAfter: Item | undefined;
  do {
    const page = await table.query({
      index: INDEX.list,
      condition: 'listKey = :key AND listSort BETWEEN :from AND :before',
      values: { ':key': month, ':from': from, ':before': before },
      newestFirst: true,
      limit: wanted - rows.length,
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    rows.push(...page.items.map(readRow).filter((row) => listSort(row.time, row.accessId) < before));
    startAfter = page.continueAfter;
  } while (startAfter !== undefined && rows.length < wanted);
  return rows;
};

const writeCursor = (before: string): string => Buffer.from(JSON.stringify({ before })).toString('base64url');

/** A cursor that is not ours reads as none. */
const readCursor = (cursor: string | undefined): string | undefined => {
  const decoded = parseJson(Buffer.from(cursor ?? '', 'base64url').toString());
  const before = isObject(decoded) ? decoded['before'] : undefined;
  return typeof before === 'string' && /^\d{4}-\d{2}-/.test(before) ? before : undefined;
};

/** List keys from the month of `before` back to the month of `from`. */
const monthsBetween = ({ from, canaries }: ListQuestion, before: string): readonly string[] => {
  const keyOf = canaries === true ? canaryListKey : listKey;
  return monthsBack(monthOf(before), monthOf(from)).map((month) => keyOf(`${month}-01`));
};
