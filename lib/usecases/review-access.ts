/**
 * Says something about accesses: each on its own, so that what somebody else did to one of them holds up none of the
 * others. Safe to repeat: an answer that was lost is given again.
 */
import { type Applied, applyReview, type Standing } from '../history/apply-review.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { cleanReview, cleanReviewer, type ReviewWords } from '../history/clean-review.ts';
import { reviewedOf } from '../history/make-events.ts';
import type { Review, Reviewed, Reviewer, ReviewRequest } from '../history/review.ts';
import type { Reviews } from '../history/reviews.ts';
import { beginningOf, stateOf } from '../history/state-of-row.ts';
import type { Clock } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { compact } from '../kernel/json.ts';
import { fail, ok, type Result } from '../kernel/result.ts';

export interface ReviewEffects {
  /** Within what the reviewer may see: whatever else there is answers as if absent. */
  readonly find: (accessId: string) => Promise<AccessDetail | undefined>;
  readonly reviews: Reviews;
  readonly clock: Pick<Clock, 'now'>;
}

export interface AskedReview extends ReviewWords {
  /** 1 to 100; `seen`: version of the review that was seen, 0 when there was none. */
  readonly accesses: readonly { readonly accessId: string; readonly seen: number }[];
}

/** `row`: as it stands now. */
export type ReviewResult =
  | { readonly accessId: string; readonly kind: 'reviewed' | 'conflict'; readonly row: AccessRow }
  /** `words`: one sentence that says why. */
  | {
      readonly accessId: string;
      readonly kind: 'not-allowed';
      readonly row: AccessRow;
      readonly words: string;
    }
  | { readonly accessId: string; readonly kind: 'unknown-access' };

export const MOST_REVIEWED = 100;
const AT_A_TIME = 10;

/** Results in the order of the accesses; a sentence when the request itself makes no sense. */
export const reviewAccesses = async (
  effects: ReviewEffects,
  reader: Reviewer,
  { accesses, ...words }: AskedReview,
): Promise<Result<readonly ReviewResult[], string>> => {
  if (accesses.length === 0 || accesses.length > MOST_REVIEWED) {
    return fail(`Name 1 to ${String(MOST_REVIEWED)} accesses.`);
  }
  const clean = cleanReview(words);
  if (!clean.ok) return clean;
  const by = cleanReviewer(reader);
  // One that is named twice would be in conflict with itself.
  const once = new Map(accesses.map((one) => [one.accessId, one]));
  const results = await inSlices([...once.values()], AT_A_TIME, ({ accessId, seen }) =>
    reviewOne(effects, accessId, { by, request: { ...clean.value, seen } }),
  );
  return ok(results);
};

interface Asking {
  readonly by: Reviewer;
  readonly request: ReviewRequest;
}

const reviewOne = async (
  { find, reviews, clock }: ReviewEffects,
  accessId: string,
  asking: Asking,
): Promise<ReviewResult> => {
  const found = await find(accessId);
  // Our own proof that the bell rings is nobody's access.
  if (found === undefined || found.row.canary === true) return { accessId, kind: 'unknown-access' };
  // It went to the archive, whose copy is not changed any more; only its removal broke off.
  if (found.events?.some(({ kind }) => kind === 'archived') === true)
    return { accessId, kind: 'unknown-access' };
  const standing = standingOf(found);
  const applied = applyReview(standing, { ...asking, now: clock.now() });
  const row = withReview(found.row, standing.review);
  if (applied.kind !== 'ok') {
    // An event is there that the row does not show: whoever wrote it died in between.
    if (row.review !== found.row.review) await reviews.repair(accessId);
    return answerOf(applied, row);
  }
  const written = await reviews.write(accessId, reviewedBy(found.row, asking.request, applied));
  return written.kind === 'unknown-access'
    ? { accessId, kind: 'unknown-access' }
    : { accessId, kind: written.kind, row: withReview(found.row, written.review) };
};

/** Where it stands by row and events, whichever is further on. */
const standingOf = ({ row, events = [] }: AccessDetail): Standing => {
  const said = events.flatMap((event) => reviewedOf(event) ?? []);
  const newest = said.reduce<Review | undefined>(
    (last, { review }) => (last === undefined || last.version < review.version ? review : last),
    row.review,
  );
  const state = stateOf(withReview(row, newest));
  return { state, beginning: beginningOf(row), said, ...compact({ rang: row.rang, review: newest }) };
};

const withReview = (row: AccessRow, review: Review | undefined): AccessRow =>
  review === undefined || review.version === row.review?.version ? row : { ...row, review };

const answerOf = (applied: Exclude<Applied, { kind: 'ok' }>, row: AccessRow): ReviewResult => {
  const { accessId } = row;
  switch (applied.kind) {
    case 'done':
      return { accessId, kind: 'reviewed', row };
    case 'conflict':
      return { accessId, kind: 'conflict', row };
    case 'refused':
      return { accessId, kind: 'not-allowed', row, words: applied.words };
  }
};

const reviewedBy = (
  { time }: AccessRow,
  request: ReviewRequest,
  { before, review }: Extract<Applied, { kind: 'ok' }>,
): Reviewed => ({ request, review, accessTime: time, ...(before === undefined ? {} : { before }) });
