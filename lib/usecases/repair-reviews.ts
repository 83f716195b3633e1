/** Reviews whose event was noted and whose row may be behind. */
import type { Change } from '../history/changes.ts';
import { inSlices } from '../kernel/in-slices.ts';
import type { Running } from './counting-run.ts';

const REPAIRS_AT_A_TIME = 5;

/** Whoever noted a review and died before he changed the row left it to us. */
export const repairReviews = async (running: Running, changes: readonly Change[]): Promise<void> => {
  const { reviews, done, logger } = running;
  const reviewed = [
    ...new Set(changes.filter(({ kind }) => kind === 'reviewed').map(({ accessId }) => accessId)),
  ];
  await inSlices(reviewed, REPAIRS_AT_A_TIME, async (accessId) => {
    try {
      await reviews.repair(accessId);
      done.reviewsLookedAt += 1;
    } catch (cause) {
      // One that cannot be repaired must not end the counting; the next runs try it again.
      done.stepsFailed += 1;
      logger.error('review-not-repaired', { accessId }, cause);
    }
  });
};
