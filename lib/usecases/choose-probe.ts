/** Which of the deliveries that wait for a destination that is down finds out whether it is back. */
import { type Delivery, keyOf } from '../delivery/delivery.ts';
import { failuresAmong } from '../delivery/failures.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';

/**
 * Each failed attempt may leave a doubt, and a doubtful notice cannot be told in a digest: so not every minute another
 * one. But not always the same either: the vendor may choke on just that.
 */
const PROBES = 5;
/** They may be what is wrong, all of them: once each was tried so often, another one is. */
const OFTEN = 20;

/**
 * One that was not tried yet, the oldest, until five were; then these in turn, and one more whenever all of them have
 * failed more than twenty times. `waiting`: oldest first. Answers nothing
 * when none of them is due, and the first that is due when nothing else is known of what waits (a holder that died).
 */
export const chooseProbe = (
  due: readonly PendingDelivery[],
  waiting: readonly Delivery[],
  now: string,
): PendingDelivery | undefined => {
  // A later word would only wait for its first notice and find out nothing.
  const able = waiting.filter(({ follows }) => follows === undefined);
  const tried = able.filter(({ attempts }) => failuresAmong(attempts).length > 0);
  const isDue = ({ dueAt }: Delivery): boolean => dueAt <= now;
  const fresh = able.find((delivery) => isDue(delivery) && !tried.includes(delivery));
  const allFailedOften = tried.every(({ attempts }) => failuresAmong(attempts).length > OFTEN);
  if ((tried.length < PROBES || allFailedOften) && fresh !== undefined) return pendingOf(fresh);
  const [longestAgo] = tried.filter(isDue).sort((one, other) => one.dueAt.localeCompare(other.dueAt));
  if (longestAgo !== undefined) return pendingOf(longestAgo);
  return able.length === 0 ? due.at(0) : undefined;
};

const pendingOf = (delivery: Delivery): PendingDelivery => ({
  ...keyOf(delivery),
  dueAt: delivery.dueAt,
  importance: delivery.importance,
});
