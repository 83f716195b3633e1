/** What the page reads of a review. */
import { projectReview } from '../../lib/api/project-review.ts';
import { rowOf } from '../history/history-kit.ts';

const noted = (note: string) => {
  const review = { state: 'unreviewed', version: 1, action: 'note', at: '2026-11-22T12:00:00.000Z' } as const;
  const by = { subject: 'jane', name: 'Jane Roe' };
  return projectReview(rowOf({}, { review: { ...review, by, note } })).note;
};

it('shows the longest note that may be written to its end', () => {
  const note = `${'x'.repeat(1_999)}y`;
  expect(noted(note)).toBe(note);
});

it('cuts one that is longer than anybody could write', () => {
  expect(noted('x'.repeat(2_001))).toBe(`${'x'.repeat(2_000)}…`);
});
