/**
 * Reviews on DynamoDB. There is no transaction: the event, which only one can write, decides; the row follows it, only
 * forward.
 */
import { isSameAction } from '../history/apply-review.ts';
import type { AccessRow } from '../history/access-row.ts';
import { REVIEWED_PREFIX, reviewedEventOf, reviewedOf } from '../history/make-events.ts';
import type { Review, Reviewed } from '../history/review.ts';
import type { Reviews, ReviewWritten } from '../history/reviews.ts';
import type { Clock } from '../kernel/clock.ts';
import { itemOfEvent, readEvent } from './dynamodb-events.ts';
import { changeIndexes } from './index-attributes.ts';
import { readRow } from './read-row.ts';
import type { Item, Table, Update } from './table.ts';
import { accessKey, EVENT_PREFIX } from './table-keys.ts';

/** Whoever loses as often as this to other changes of one row has met a defect. */
const TRIES = 8;

interface Effects {
  readonly table: Table;
  readonly clock: Clock;
}

export const dynamoDbReviews = (effects: Effects): Reviews => ({
  write: (accessId, reviewed) => writeReview(effects, accessId, reviewed),
  repair: (accessId) => repairReview(effects.table, accessId),
});

const writeReview = async (
  { table, clock }: Effects,
  accessId: string,
  reviewed: Reviewed,
): Promise<ReviewWritten> => {
  const item = await table.get(accessKey(accessId));
  if (item === undefined) return { kind: 'unknown-access' };
  const notedAt = clock.now().toISOString();
  const event = { ...reviewedEventOf(accessId, reviewed), notedAt };
  const noted = await table.put(itemOfEvent(event), { expression: 'attribute_not_exists(pk)' });
  if (noted.kind === 'written') return advance(table, item, reviewed.review);
  const earlier = noted.item === undefined ? undefined : reviewedOf(readEvent(noted.item));
  const isOurs =
    earlier !== undefined && isSameAction(earlier, { request: reviewed.request, by: reviewed.review.by });
  // Whoever wrote it may have died before the row: nobody is told of a review that the row does not show.
  const written = await advance(table, item, await newestOf(table, accessId));
  return written.kind === 'reviewed' && !isOurs ? { kind: 'conflict', review: written.review } : written;
};

const repairReview = async (table: Table, accessId: string): Promise<void> => {
  const newest = await newestOf(table, accessId);
  if (newest === undefined) return;
  const item = await table.get(accessKey(accessId));
  if (item !== undefined) await advance(table, item, newest);
};

/** Names sort by their version. */
const newestOf = async (table: Table, accessId: string): Promise<Review | undefined> => {
  const { items } = await table.query({
    condition: 'pk = :pk AND begins_with(sk, :reviewed)',
    values: { ':pk': accessKey(accessId).pk, ':reviewed': `${EVENT_PREFIX}${REVIEWED_PREFIX}` },
    newestFirst: true,
    limit: 1,
  });
  const [last] = items;
  return last === undefined ? undefined : reviewedOf(readEvent(last))?.review;
};

/** Brings the row up to a review; one that went further stays. Answers where it stands. */
const advance = async (table: Table, read: Item, review: Review | undefined): Promise<ReviewWritten> => {
  let item: Item | undefined = read;
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (item === undefined) return { kind: 'unknown-access' };
    const row = readRow(item);
    const stands = row.review;
    if (stands !== undefined && (review === undefined || stands.version >= review.version)) {
      return { kind: 'reviewed', review: stands };
    }
    if (review === undefined) throw new Error('An event of a review was there and is gone.');
    const written = await table.update(accessKey(row.accessId), updateOf(item, { ...row, review }));
    if (written.kind === 'written') return { kind: 'reviewed', review };
    // Joined, corrected or reviewed since it was read: its card has to be made again.
    item = written.item;
  }
  throw new Error('The row changed whenever it was to be reviewed.');
};

const updateOf = (item: Item, after: AccessRow): Update => {
  const { set, remove, values, unchanged } = changeIndexes(item, after);
  return {
    update: [
      `SET ${['#row.#review = :review', ...set].join(', ')}`,
      ...(remove.length === 0 ? [] : [`REMOVE ${remove.join(', ')}`]),
    ].join(' '),
    expression: [
      'attribute_exists(pk)',
      '(attribute_not_exists(#row.#review) OR #row.#review.#version < :version)',
      unchanged,
    ].join(' AND '),
    names: { '#row': 'row', '#review': 'review', '#version': 'version' },
    values: { ...values, ':review': after.review, ':version': after.review?.version ?? 0 },
  };
};
