/** The history on DynamoDB. */
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessDetail, AccessHistory, WaitingHalf } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { readDelivery } from './dynamodb-ledger.ts';
import { listRows } from './list-rows.ts';
import { readRow } from './read-row.ts';
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
