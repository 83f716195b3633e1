/** Whether the review of a row is the one that its events tell of. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { NotedEvent } from './history-event.ts';
import { reviewedName, reviewedOf } from './make-events.ts';
import type { Review, Reviewed } from './review.ts';

export interface PlayedReviews {
  /** By the newest event. */
  readonly review?: Review;
  /** Every action follows the one before, and the row shows the last, or one that only `fresh` events follow. */
  readonly fits: boolean;
}

interface Said {
  readonly event: NotedEvent;
  readonly reviewed: Reviewed;
}

export const playReviews = (
  events: readonly NotedEvent[],
  kept: Review | undefined,
  isFresh: (event: NotedEvent) => boolean,
): PlayedReviews => {
  const told = events
    .flatMap((event) => {
      const reviewed = reviewedOf(event);
      return reviewed === undefined ? [] : [{ event, reviewed }];
    })
    .toSorted((one, other) => one.reviewed.review.version - other.reviewed.review.version);
  const settled = told.findLastIndex(({ event }) => !isFresh(event));
  const reviews = told.map(({ reviewed }) => reviewed.review);
  const possible = [undefined, ...reviews].slice(settled + 1);
  const fits =
    told.every(isNamed) &&
    follow(told.map(({ reviewed }) => reviewed)) &&
    possible.some((review) => isSame(review, kept));
  const last = reviews.at(-1);
  return last === undefined ? { fits } : { review: last, fits };
};

/** The name is what makes two of one version impossible. */
const isNamed = ({ event, reviewed }: Said): boolean => event.name === reviewedName(reviewed.review.version);

/** Each from version 1 on names the review that it found. */
const follow = (said: readonly Reviewed[]): boolean =>
  said.every(
    ({ before, review }, index) =>
      review.version === index + 1 && isSame(before, index === 0 ? undefined : said[index - 1]?.review),
  );

const isSame = (one: Review | undefined, other: Review | undefined): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null);
