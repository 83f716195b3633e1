/** Where the review of a row stands, from its beginning to what somebody said last. */
import type { AccessRow } from './access-row.ts';
import type { ReviewState } from './review.ts';

/** Where it stands while nobody has said anything. */
export const beginningOf = ({ expected, groupedWith, door, route }: AccessRow): ReviewState => {
  if (expected !== undefined) return 'expected';
  if (groupedWith !== undefined) return 'grouped';
  return door?.weight === 'recorded' && route.legs.length === 0 ? 'recorded' : 'unreviewed';
};

/** States that nobody chooses: a note leaves them as they are, and what the record says later may change them. */
const GIVEN: readonly ReviewState[] = ['expected', 'grouped', 'recorded'];

/** States in which nobody looks any more. */
const CLOSED: readonly ReviewState[] = ['acknowledged', 'explained'];

/** What was said was said of an access that nobody was told of; then it turned out to be another one. */
export const hasRungSince = ({ rang, review }: AccessRow): boolean =>
  rang === true && review !== undefined && review.afterRing !== true && CLOSED.includes(review.state);

/** Where it stands now. */
export const stateOf = (row: AccessRow): ReviewState =>
  row.review === undefined || GIVEN.includes(row.review.state) || hasRungSince(row)
    ? beginningOf(row)
    : row.review.state;
