/** Reads the body of `POST /api/reviews`. */
import * as z from 'zod/mini';
import { REVIEW_ACTIONS, REVIEW_REASONS, type ReviewRequest } from '../history/review.ts';
import { compact } from '../kernel/json.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-route.ts';
import type { ReviewRequestBody } from './contract.ts';
import { decodeBody } from './read-body.ts';
import { refusal } from './refuse.ts';

export const MOST_REVIEWED = 100;

const text = (longest: number) =>
  z.string().check(z.maxLength(longest, `may have at most ${longest} characters`));

const schema = z.strictObject({
  action: z.enum(REVIEW_ACTIONS),
  accesses: z
    .array(
      z.strictObject({
        accessId: text(300),
        seen: z.number().check(z.int('must be a whole number'), z.minimum(0, 'must be 0 or more')),
      }),
    )
    .check(
      z.minLength(1, 'must name an access'),
      z.maxLength(MOST_REVIEWED, `may name at most ${MOST_REVIEWED} accesses`),
    ),
  reason: z.optional(z.enum(REVIEW_REASONS)),
  ticket: z.optional(text(100)),
  note: z.optional(text(2_000)),
  assignee: z.optional(text(200)),
});

const isEmpty = (value: string | undefined): boolean => value === undefined || value.trim() === '';

/** What an action is not understood without. */
const missingOf = ({ action, reason, note, assignee }: ReviewRequestBody): readonly string[] => {
  const needs: string[] = [];
  if ((action === 'acknowledge' || action === 'explain') && reason === undefined)
    needs.push('reason is needed: one of the fixed reasons');
  if (reason === 'other' && isEmpty(note)) needs.push('note is needed with the reason other');
  if (action === 'escalate' && isEmpty(note) && isEmpty(assignee))
    needs.push('note or assignee is needed: who has to know what');
  if (action === 'note' && isEmpty(note)) needs.push('note is needed');
  if (action === 'assign' && assignee === undefined)
    needs.push('assignee is needed: a name, or an empty text to take it away');
  return needs;
};

/** Every mistake at once. */
export const readReview = (body: unknown): Result<ReviewRequestBody, Refusal> => {
  const decoded = decodeBody(schema, body);
  if (!decoded.ok) return decoded;
  const review: ReviewRequestBody = compact(decoded.value);
  const missing = missingOf(review);
  return missing.length === 0 ? ok(review) : refusal('bad-request', `${missing.join('; ')}.`);
};

export const requestOf = (
  { accesses: _all, ...request }: ReviewRequestBody,
  seen: number,
): ReviewRequest => ({ ...request, seen });
