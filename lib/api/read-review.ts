/** Reads the body of `POST /api/reviews`. */
import * as z from 'zod/mini';
import { LONGEST_ASSIGNEE, LONGEST_NOTE, LONGEST_TICKET } from '../history/clean-review.ts';
import { REVIEW_ACTIONS, REVIEW_REASONS } from '../history/review.ts';
import { MOST_REVIEWED } from '../usecases/review-access.ts';
import { compact } from '../kernel/json.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import type { ReviewRequestBody } from './contract.ts';
import { decodeBody } from './read-body.ts';

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
  ticket: z.optional(text(LONGEST_TICKET)),
  note: z.optional(text(LONGEST_NOTE)),
  assignee: z.optional(text(LONGEST_ASSIGNEE)),
});

/** Its form only, every mistake at once; what an action needs is known by `cleanReview`. */
export const readReview = (body: unknown): Result<ReviewRequestBody, Refusal> => {
  const decoded = decodeBody(schema, body);
  return decoded.ok ? ok(compact(decoded.value)) : decoded;
};
