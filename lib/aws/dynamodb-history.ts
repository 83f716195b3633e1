/** The history on DynamoDB. */
import { createHash } from 'node:crypto';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type {
  AccessDetail,
  AccessHistory,
  AccessPage,
  ListQuestion,
  WaitingHalf,
} from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { SweepMarks } from '../history/trail.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { readDelivery } from './dynamodb-ledger.ts';
import { type Item, queryAll, type Table } from './table.ts';
import {
  accessKey,
  dueSort,
  HALF_DUE,
  halfPartition,
  INDEX,
  listKey,
  listSort,
  sessionKey,
} from './table-keys.ts';

export const dynamoDbHistory = (table: Table): AccessHistory => ({
  record: async (row) => {
    const written = await table.put(itemOfRow(row), { expression: 'attribute_not_exists(pk)' });
    return written.kind === 'written' ? 'recorded' : 'already-there';
  },

  join: async (accessId, caller, joined) => {
    await table.update(accessKey(accessId), {
      update:
        'SET #row.#access.#caller = :caller, #row.joined = list_append(#row.joined, :joined) ADD joinedIds :ids',
      expression: 'attribute_exists(pk) AND NOT contains(joinedIds, :id)',
      names: { '#row': 'row', '#access': 'access', '#caller': 'caller' },
      values: {
        ':caller': caller,
        ':joined': [joined],
        ':ids': new Set([joined.eventId]),
        ':id': joined.eventId,
      },
    });
  },

  find: async (accessId) => {
    const items = await queryAll(table, {
      condition: 'pk = :pk',
      values: { ':pk': accessKey(accessId).pk },
    });
    return readDetail(items);
  },

  list: (question) => listRows(table, question),

  remove: async (accessId) => {
    const items = await queryAll(table, {
      condition: 'pk = :pk',
      values: { ':pk': accessKey(accessId).pk },
    });
    // The row goes last: an interrupted removal is found and finished by the next run.
    const last = [...items].sort((one) => (one['sk'] === 'row' ? 1 : -1));
    for (const item of last) await table.remove({ pk: String(item['pk']), sk: String(item['sk']) });
  },

  ofSession: async (accountId, sessionPrincipalId, { from, to }) => {
    const items = await queryAll(table, {
      index: INDEX.session,
      condition: 'sessionKey = :key AND sessionSort BETWEEN :from AND :to',
      values: { ':key': sessionKey(accountId, sessionPrincipalId), ':from': from, ':to': to },
    });
    return items.map(readRow);
  },

  keepHalf: async ({ half, dueAt }) => {
    await table.put({
      ...halfKey(half),
      dueKey: HALF_DUE,
      dueSort: dueSort(dueAt, half.eventId),
      dueAt,
      half,
    });
  },

  halvesOfSession: async (accountId, sessionPrincipalId) => {
    const items = await queryAll(table, {
      condition: 'pk = :pk',
      values: { ':pk': halfPartition(accountId, sessionPrincipalId) },
    });
    return items.map(readHalf);
  },

  halvesDue: async (before, limit) => {
    const { items } = await table.query({
      index: INDEX.due,
      condition: 'dueKey = :key AND dueSort <= :before',
      values: { ':key': HALF_DUE, ':before': dueSort(before, '~') },
      limit,
    });
    return items.map(readHalf);
  },

  releaseHalf: (half) => table.remove(halfKey(half)),

  firstOfGroup: async (key, accessId, window) => {
    const written = await table.put(
      { pk: `group#${key}`, sk: 'window', accessId, windowBegins: window.from, windowEnds: window.to },
      {
        expression: 'attribute_not_exists(pk) OR windowEnds <= :started OR accessId = :me',
        values: { ':started': window.from, ':me': accessId },
      },
    );
    if (written.kind === 'written' || written.item === undefined) return undefined;
    // A late or redelivered record from before the open window: grouping it would hide it behind a later one.
    return String(written.item['windowBegins']) > window.from ? undefined : String(written.item['accessId']);
  },
});

const itemOfRow = (row: AccessRow): Item => {
  const session = row.access?.session.principalId;
  return {
    ...accessKey(row.accessId),
    listKey: listKey(row.time),
    listSort: listSort(row.time, row.accessId),
    ...(session === undefined
      ? {}
      : { sessionKey: sessionKey(row.accountId, session), sessionSort: row.time }),
    joinedIds: row.joined.length === 0 ? undefined : new Set(row.joined.map(({ eventId }) => eventId)),
    row,
  };
};

/** Our own writing, so it is trusted; rows of every schema version that was ever written are read here. */
const readRow = (item: Item): AccessRow => item['row'] as AccessRow;

const readHalf = (item: Item): WaitingHalf => ({
  half: item['half'] as SwitchRoleHalf,
  dueAt: String(item['dueAt']),
});

const halfKey = (half: SwitchRoleHalf) => ({
  pk: halfPartition(half.accountId, half.sessionPrincipalId),
  sk: `${half.time}#${half.eventId}`,
});

const readDetail = (items: readonly Item[]): AccessDetail | undefined => {
  const row = items.find((item) => item['sk'] === 'row');
  if (row === undefined) return undefined;
  const deliveries = items.filter((item) => String(item['sk']).startsWith('delivery#')).map(readDelivery);
  return { row: readRow(row), deliveries };
};

/** Month by month backwards until the page is full. */
const listRows = async (table: Table, question: ListQuestion): Promise<AccessPage> => {
  const rows: AccessRow[] = [];
  const before = readCursor(question.cursor) ?? question.to;
  // AWS refuses a range whose end lies before its beginning.
  if (before < question.from) return { rows };
  for (const month of monthsBetween(question.from, before)) {
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
const monthsBetween = (from: string, before: string): readonly string[] => {
  const months: string[] = [];
  let [year, month] = [Number(before.slice(0, 4)), Number(before.slice(5, 7))];
  const first = from.slice(0, 7);
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (text < first) return months;
    months.push(listKey(`${text}-01`));
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
  }
};

/** How far the sweep has looked, by question. */
export const dynamoDbMarks = (table: Table): SweepMarks => ({
  read: async (name) => {
    const mark = await table.get(markKey(name));
    return typeof mark?.['until'] === 'string' ? mark['until'] : undefined;
  },
  write: async (name, until) => {
    await table.put({ ...markKey(name), name, until });
  },
});

const markKey = (name: string) => ({
  pk: `mark#${createHash('sha256').update(name).digest('hex').slice(0, 32)}`,
  sk: 'mark',
});
