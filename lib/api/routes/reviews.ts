/** What people say about accesses, and notices that are sent again. */
import * as z from 'zod/mini';
import type { AccessRow } from '../../history/access-row.ts';
import type { Review } from '../../history/review.ts';
import { inSlices } from '../../kernel/in-slices.ts';
import { compact } from '../../kernel/json.ts';
import { ok } from '../../kernel/result.ts';
import type { Reviewed } from '../actions.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { Answered, ApiRoute, Asked } from '../api-route.ts';
import type { ReviewAnswer, SendAgainAnswer } from '../contract.ts';
import { findInScope } from '../in-scope.ts';
import { readKept } from '../list-accesses.ts';
import { projectReview, sayReview } from '../project-review.ts';
import { decodeBody } from '../read-body.ts';
import { readReview, requestOf } from '../read-review.ts';
import { refusal } from '../refuse.ts';
import { sayDuration, secondsBetween } from '../say-duration.ts';
import { ACCESS_ID, unknownAccess } from './accesses.ts';

type ReviewResult = ReviewAnswer['results'][number];

/** Each takes a few writes; a hundred of them end within a few seconds. */
const AT_A_TIME = 10;

const UNKNOWN = 'The history holds no access with this id.';

const sayAgo = (at: string, now: Date): string => {
  const seconds = secondsBetween(at, now.toISOString());
  return seconds < 60 ? 'a moment ago' : `${sayDuration(seconds)} ago`;
};

const sayConflict = (review: Review, now: Date): string =>
  `Nothing was changed: ${sayReview(review)}, ${sayAgo(review.at, now)}.`;

const show = (row: AccessRow, reviewed: Reviewed, now: Date): ReviewResult => {
  const { accessId } = row;
  switch (reviewed.kind) {
    case 'reviewed': {
      const { review } = reviewed;
      return {
        accessId,
        kind: 'reviewed',
        review: projectReview({ ...row, review }),
        words: `${sayReview(review)}.`,
      };
    }
    case 'conflict': {
      const { review } = reviewed;
      return {
        accessId,
        kind: 'conflict',
        review: projectReview({ ...row, review }),
        words: sayConflict(review, now),
      };
    }
    case 'refused':
      return { accessId, kind: 'not-allowed', review: projectReview(row), words: reviewed.words };
    case 'unknown-access':
      return { accessId, kind: 'unknown-access', words: UNKNOWN };
  }
};

/** Ids outside of what the reader may see are as unknown as those that never were. */
const review = async (
  { body, reader, now }: Asked,
  { pages, review: reviewOne }: ApiDependencies,
): Promise<Answered> => {
  const read = readReview(body);
  if (!read.ok) return read;
  const wanted = new Map(read.value.accesses.map(({ accessId, seen }) => [accessId, seen]));
  const ids = [...wanted.keys()].filter((id) => ACCESS_ID.test(id));
  const found = await readKept(pages, ids, reader.scope);
  const by = { subject: reader.subject, name: reader.name };
  const results = await inSlices([...wanted], AT_A_TIME, async ([accessId, seen]): Promise<ReviewResult> => {
    const row = found.get(accessId)?.row;
    if (row === undefined || row.canary === true) return { accessId, kind: 'unknown-access', words: UNKNOWN };
    return show(row, await reviewOne({ row, request: requestOf(read.value, seen), by }), now);
  });
  return ok({ json: { results } satisfies ReviewAnswer });
};

const PART = /^[\w.:#-]{1,300}$/;
const DESTINATION_ID = /^[\w.-]{1,100}$/;

const again = z.strictObject({
  part: z.optional(z.string().check(z.regex(PART, 'must be the part of a delivery'))),
});

const SENT_AGAIN_WORDS = {
  opened: 'It is being sent again; the attempt appears here in a moment.',
  waiting: 'It is being tried already.',
} as const;

const sendAgain = async (
  { body, param, reader }: Asked,
  dependencies: ApiDependencies,
): Promise<Answered> => {
  const read = decodeBody(again, body);
  if (!read.ok) return read;
  const [accessId, destinationId] = [param('accessId'), param('destinationId')];
  if (!ACCESS_ID.test(accessId)) return unknownAccess();
  const kept = await findInScope(dependencies, accessId, reader.scope);
  if (kept === undefined) return unknownAccess();
  const key = compact({ accessId, destinationId, part: read.value.part });
  const sent = DESTINATION_ID.test(destinationId)
    ? await dependencies.sendAgain({ key, by: { subject: reader.subject, name: reader.name } })
    : ({ kind: 'unknown' } as const);
  if (sent.kind === 'unknown')
    return refusal('unknown-delivery', 'This access has no such delivery to this destination.');
  if (sent.kind === 'refused') return refusal('bad-request', sent.words);
  const json: SendAgainAnswer = { kind: sent.kind, words: SENT_AGAIN_WORDS[sent.kind] };
  return ok({ json });
};

export const reviewRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/api/reviews',
    role: 'reviewer',
    words: 'Says something about 1 to 100 accesses; what somebody else said meanwhile stays.',
    answer: 'ReviewAnswer',
    body: 'ReviewRequestBody',
    handle: review,
  },
  {
    method: 'POST',
    path: '/api/accesses/:accessId/deliveries/:destinationId/again',
    role: 'responder',
    words: 'Sends a notice again that was refused, or that somebody did not get.',
    answer: 'SendAgainAnswer',
    body: 'SendAgainRequestBody',
    handle: sendAgain,
  },
];
