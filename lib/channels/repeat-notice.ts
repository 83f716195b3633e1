/** What a channel says that cannot ask its vendor whether the first message arrived. */
import type { DeliveryAttempt } from '../delivery/channel.ts';

/** The sentence to add when an earlier attempt may have arrived; absent on every other attempt. */
export const repeatNotice = (attempt: DeliveryAttempt): string | undefined =>
  attempt.doubtfulSince === undefined
    ? undefined
    : 'This is a second delivery of the same notice (delivery 2): the first was not confirmed and may have arrived.';
