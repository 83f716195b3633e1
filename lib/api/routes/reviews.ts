/** What people say about accesses, and notices that are sent again. */
import * as z from 'zod/mini';
import type { Review } from '../../history/review.ts';
import { mayKnowDelivery, showRowToParty } from '../../history/show-to-party.ts';
import { compact } from '../../kernel/json.ts';
import { ok } from '../../kernel/result.ts';
import { type ReviewResult, reviewAccesses } from '../../usecases/review-access.ts';
import { sendAgain } from '../../usecases/send-again.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { Answered, ApiRoute, Asked, Look } from '../api-route.ts';
import type { ReviewAnswer, SendAgainAnswer } from '../contract.ts';
import { findToChange } from '../in-scope.ts';
import { projectReview, sayReview } from '../project-review.ts';
import { decodeBody } from '../read-body.ts';
import { readReview } from '../read-review.ts';
import { refusal } from '../refuse.ts';
import { sayDuration, secondsBetween } from '../say-duration.ts';
import { ACCESS_ID, unknownAccess } from './accesses.ts';

type Shown = ReviewAnswer['results'][number];

const UNKNOWN = 'The history holds no access with this id.';

const sayAgo = (at: string, now: Date): string => {
  const seconds = secondsBetween(at, now.toISOString());
  return seconds < 60 ? 'a moment ago' : `${sayDuration(seconds)} ago`;
};

const sayConflict = (review: Review | undefined, now: Date): string =>
  review === undefined
    ? 'Nothing was changed: somebody else was quicker.'
    : `Nothing was changed: ${sayReview(review)}, ${sayAgo(review.at, now)}.`;

const show = (result: ReviewResult, { now, reader }: Pick<Asked, 'now' | 'reader'>): Shown => {
  const { accessId, kind } = result;
  if (kind === 'unknown-access') return { accessId, kind, words: UNKNOWN };
  const row = showRowToParty(result.row, reader.scope);
  const review = projectReview(row);
  if (kind === 'not-allowed') return { accessId, kind, review, words: result.words };
  if (kind === 'conflict') return { accessId, kind, review, words: sayConflict(row.review, now) };
  const said = row.review;
  return { accessId, kind, review, words: said === undefined ? 'It was so already.' : `${sayReview(said)}.` };
};

/** Ids outside of what the reader may see are as unknown as those that never were. */
const review = async ({ body, reader, now }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const read = readReview(body);
  if (!read.ok) return read;
  const { reviews, clock } = dependencies;
  const find = async (accessId: string) =>
    ACCESS_ID.test(accessId) ? findToChange(dependencies, accessId, reader.scope) : undefined;
  const by = compact({ subject: reader.subject, name: reader.name, parties: reader.scope?.parties });
  const reviewed = await reviewAccesses({ find, reviews, clock }, by, read.value);
  if (!reviewed.ok) return refusal('bad-request', reviewed.error);
  const results = reviewed.value.map((result) => show(result, { now, reader }));
  // What was said is an event by itself. Where nothing was changed, somebody read what others had said.
  const look = results.flatMap(({ kind, accessId }): readonly Look[] =>
    kind === 'conflict' || kind === 'not-allowed' ? [{ kind: 'opened', what: accessId, rows: 1 }] : [],
  );
  return ok({ json: { results } satisfies ReviewAnswer, look });
};

const PART = /^[\w.:#-]{1,300}$/;
const DESTINATION_ID = /^[\w.-]{1,100}$/;

const wish = z.strictObject({
  part: z.optional(z.string().check(z.regex(PART, 'must be the part of a delivery'))),
});

const SENT_AGAIN_WORDS = {
  opened: 'It is being sent again; the attempt appears here in a moment.',
  waiting: 'It is being tried already.',
} as const;

const again = async ({ body, param, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const read = decodeBody(wish, body);
  if (!read.ok) return read;
  const [accessId, destinationId] = [param('accessId'), param('destinationId')];
  if (!ACCESS_ID.test(accessId)) return unknownAccess();
  const kept = await findToChange(dependencies, accessId, reader.scope);
  if (kept === undefined) return unknownAccess();
  const key = compact({ accessId, destinationId, part: read.value.part });
  // Of the owner's destinations a client's people know no name, and wake nobody there.
  const mayKnow = kept.deliveries.some(
    (one) => one.destinationId === destinationId && mayKnowDelivery(kept.row, one, reader.scope),
  );
  const sent =
    mayKnow && DESTINATION_ID.test(destinationId)
      ? await sendAgain(dependencies, { key, by: { subject: reader.subject, name: reader.name } })
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
    handle: again,
  },
];
