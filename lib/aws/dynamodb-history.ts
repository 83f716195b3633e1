/** The history on DynamoDB. */
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessHistory, WaitingHalf } from '../history/access-history.ts';
import { actInSlices } from './act-in-slices.ts';
import { correctStoredRow } from './correct-stored-row.ts';
import { isEventItem, readEvent } from './dynamodb-events.ts';
import { findAccess, itemsOfAccess } from './find-access.ts';
import { groupWindows } from './group-windows.ts';
import { joinStoredRow } from './join-stored-row.ts';
import { listRows } from './list-rows.ts';
import { readRow } from './read-row.ts';
import { type Item, keyOf, queryAll, type Table } from './table.ts';
import { accessKey, dueSort, HALF_DUE, halfPartition, INDEX, sessionKey } from './table-keys.ts';
import { itemOfRow } from './write-row.ts';

export const dynamoDbHistory = (table: Table): AccessHistory => ({
  record: async (row) => {
    const written = await table.put(itemOfRow(row), { expression: 'attribute_not_exists(pk)' });
    return written.kind === 'written' ? 'recorded' : 'already-there';
  },

  join: (accessId, caller, joined) => joinStoredRow(table, accessId, { caller, joined }),

  find: (accessId) => findAccess(table, accessId),

  list: (question) => listRows(table, question),

  remove: async (accessId) => {
    const items = await itemsOfAccess(table, accessId);
    const beside = items.filter((item) => item['sk'] !== 'row' && !isTombstone(item));
    await actInSlices(beside, REMOVALS_AT_A_TIME, (item) => table.remove(keyOf(item)));
    // The row goes last: an interrupted removal is found and finished by the next run.
    await table.remove(accessKey(accessId));
  },

  ofSession: async (accountId, sessionPrincipalId, { from, to }) => {
    const items = await queryAll(table, {
      index: INDEX.session,
      condition: 'sessionKey = :key AND sessionSort BETWEEN :from AND :to',
      values: { ':key': sessionKey(accountId, sessionPrincipalId), ':from': from, ':to': to },
    });
    return items.map(readRow);
  },

  keepHalf: async ({ half, dueAt, foundBy }) => {
    await table.put({
      ...halfKey(half),
      dueKey: HALF_DUE,
      dueSort: dueSort(dueAt, half.eventId),
      dueAt,
      foundBy,
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
    const items = await queryAll(table, {
      index: INDEX.due,
      condition: 'dueKey = :key AND dueSort <= :before',
      values: { ':key': HALF_DUE, ':before': dueSort(before, '~') },
      limit,
    });
    return items.map(readHalf);
  },

  releaseHalf: (half) => table.remove(halfKey(half)),

  correct: (accessId, said, correction) => correctStoredRow(table, accessId, said, correction),

  ...groupWindows(table),
});

const REMOVALS_AT_A_TIME = 10;

/** What tells that the access was there and went to the archive. */
const isTombstone = (item: Item): boolean => isEventItem(item) && readEvent(item).kind === 'archived';

const readHalf = (item: Item): WaitingHalf => ({
  half: item['half'] as SwitchRoleHalf,
  dueAt: String(item['dueAt']),
  foundBy: item['foundBy'] === 'sweep' ? 'sweep' : 'event',
});

const halfKey = (half: SwitchRoleHalf) => ({
  pk: halfPartition(half.accountId, half.sessionPrincipalId),
  sk: `${half.time}#${half.eventId}`,
});
