/**
 * What a second record or a look into AWS told, written into the stored row. The caller is judged by everything the row
 * holds, so the row is read first, and read again when somebody else has changed it meanwhile.
 */
import type { Caller } from '../access/caller.ts';
import type { AccessRow, JoinedRecord } from '../history/access-row.ts';
import { joinRow } from '../history/change-row.ts';
import { mustRingNow } from '../history/still-expected.ts';
import { changeIndexes } from './index-attributes.ts';
import { readRow } from './read-row.ts';
import type { Item, Table, Update } from './table.ts';
import { accessKey } from './table-keys.ts';

/** A row is joined and corrected a few times in its life: whoever loses as often as this has met a defect. */
const TRIES = 5;

interface Joining {
  readonly caller: Caller | undefined;
  readonly joined: JoinedRecord;
}

/** Changes nothing when there is no such row or the record was joined before. */
export const joinStoredRow = async (
  table: Table,
  accessId: string,
  { caller, joined }: Joining,
): Promise<void> => {
  let item = await table.get(accessKey(accessId));
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (item === undefined) return;
    const row = readRow(item);
    const after = joinRow(row, caller, joined);
    if (after === row) return;
    const written = await table.update(accessKey(accessId), updateOf(item, after, joined));
    if (written.kind === 'written') return;
    item = written.item;
  }
  throw new Error('The row changed whenever something was to be joined to it.');
};

const updateOf = (item: Item, after: AccessRow, joined: JoinedRecord): Update => {
  const row = readRow(item);
  const corrections = row.corrections?.length ?? 0;
  const indexes = changeIndexes(item, after);
  const ringing = mustRingNow(row, after);
  const remove = [...(ringing ? ['#row.#expected'] : []), ...indexes.remove];
  const set = [
    ...(ringing ? ['#row.#route = :route', '#row.#rang = :rang'] : []),
    ...(after.access === undefined ? [] : ['#row.#access = :access']),
    '#row.#joined = list_append(#row.#joined, :news)',
    ...indexes.set,
  ];
  return {
    update: [
      `SET ${set.join(', ')}`,
      ...(remove.length === 0 ? [] : [`REMOVE ${remove.join(', ')}`]),
      'ADD joinedIds :ids',
    ].join(' '),
    expression: [
      'attribute_exists(pk) AND size(#row.#joined) = :joined',
      corrections === 0 ? 'attribute_not_exists(correctedIds)' : 'size(correctedIds) = :corrected',
      indexes.unchanged,
    ].join(' AND '),
    names: {
      '#row': 'row',
      '#joined': 'joined',
      ...(ringing ? { '#expected': 'expected', '#route': 'route', '#rang': 'rang' } : {}),
      ...(after.access === undefined ? {} : { '#access': 'access' }),
    },
    values: {
      ':news': [joined],
      ':ids': new Set([joined.eventId]),
      ':joined': row.joined.length,
      ...(ringing ? { ':route': after.route, ':rang': after.rang } : {}),
      ...(after.access === undefined ? {} : { ':access': after.access }),
      ...(corrections === 0 ? {} : { ':corrected': corrections }),
      ...indexes.values,
    },
  };
};
