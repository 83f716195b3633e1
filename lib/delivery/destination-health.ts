/**
 * Destinations that are known to be down. Nothing is enqueued to them: a message cannot stay invisible for more than
 * twelve hours, and a FIFO queue looks only at its first 120,000. The ledger keeps what waits; one probe at a time finds
 * out when they are back.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
import type { RetryCode } from './outcome.ts';

export interface DownDestination {
  readonly destinationId: string;
  /** ISO 8601: when the first of the failures happened. */
  readonly since: string;
  /** ISO 8601: when one delivery may try again. */
  readonly nextTryAt: string;
  readonly code: RetryCode;
}

export interface DestinationHealth {
  /** Every destination that is down. One call to the store. */
  down(): Promise<readonly DownDestination[]>;
  /** Notes a failure. Keeps the earliest `since`. */
  markDown(down: DownDestination): Promise<void>;
  /** Notes that a message was accepted. */
  markUp(destinationId: string): Promise<void>;
}
