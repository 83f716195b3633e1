/** A correction by AWS, written into the stored row without losing what other records told meanwhile. */
import type { AccessRow, Corrected, Correction } from '../history/access-row.ts';
import { correctRow } from '../history/change-row.ts';
import { mustRingNow } from '../history/still-expected.ts';
import { compact } from '../kernel/json.ts';
import { assignFields } from './assign-fields.ts';
import { changeIndexes } from './index-attributes.ts';
import { readRow } from './read-row.ts';
import type { Item, Table, Update } from './table.ts';
import { accessKey } from './table-keys.ts';
import { sessionAttributes } from './write-row.ts';

/** A row is joined and corrected a few times in its life: whoever loses as often as this has met a defect. */
const TRIES = 5;

/** Changes nothing when there is no such row or it was corrected so before. */
export const correctStoredRow = async (
  table: Table,
  accessId: string,
  said: Corrected,
  correction: Correction,
): Promise<void> => {
  let item = await table.get(accessKey(accessId));
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (item === undefined) return;
    const row = readRow(item);
    const after = correctRow(row, said, correction);
    if (after === row) return;
    const written = await table.update(accessKey(accessId), updateOf(item, after, correction));
    if (written.kind === 'written') return;
    // Joined or corrected since it was read: what is kept of the caller has to be decided again.
    item = written.item;
  }
  throw new Error('The row changed whenever it was to be corrected.');
};

const updateOf = (item: Item, after: AccessRow, correction: Correction): Update => {
  const row = readRow(item);
  const ringing = mustRingNow(row, after);
  const { access, door, route, rang } = after;
  const changed = ringing || door !== undefined ? { route } : {};
  const assigned = assignFields({ ...compact({ access, door, rang }), ...changed }, '#row.');
  const session = access === undefined ? undefined : sessionAttributes(row, access);
  const indexes = changeIndexes(item, after);
  const set = [
    assigned.text,
    '#row.#corrections = list_append(if_not_exists(#row.#corrections, :none), :news)',
    ...(session === undefined ? [] : ['sessionKey = :sessionKey', 'sessionSort = :sessionSort']),
    ...indexes.set,
  ];
  const remove = [
    ...(ringing ? ['#row.#expected'] : []),
    ...(session === undefined ? ['sessionKey', 'sessionSort'] : []),
    ...indexes.remove,
  ];
  return {
    update: [
      `SET ${set.join(', ')}`,
      ...(remove.length === 0 ? [] : [`REMOVE ${remove.join(', ')}`]),
      'ADD correctedIds :ids',
    ].join(' '),
    expression: [
      'attribute_exists(pk) AND NOT contains(correctedIds, :id) AND size(#row.#joined) = :joined',
      indexes.unchanged,
    ].join(' AND '),
    names: {
      '#row': 'row',
      '#corrections': 'corrections',
      '#joined': 'joined',
      ...(ringing ? { '#expected': 'expected' } : {}),
      ...assigned.names,
    },
    values: {
      ...assigned.values,
      ':none': [],
      ':news': [correction],
      ':ids': new Set([correction.eventId]),
      ':id': correction.eventId,
      ':joined': row.joined.length,
      ...(session === undefined
        ? {}
        : { ':sessionKey': session.sessionKey, ':sessionSort': session.sessionSort }),
      ...indexes.values,
    },
  };
};
