/** Says in log and metrics how an attempt ended. */
import { type Delivery, keyOf } from '../delivery/delivery.ts';
import type { Claimed } from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';

interface Effects {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export const reportAttempt = (effects: Effects, claim: Claimed, outcome: Outcome): void => {
  const { logger, metrics } = effects;
  const fields = { ...keyOf(claim.delivery), attempt: claim.attempt };
  switch (outcome.kind) {
    case 'sent':
      metrics.count('DeliverySent');
      metrics.seconds('DeliveryDelay', age(effects.clock, claim.delivery));
      return logger.info('delivery-sent', fields);
    case 'retry':
      metrics.count('DeliveryRetried');
      return logger.warn('delivery-retried', { ...fields, code: outcome.code, detail: outcome.detail });
    case 'rejected':
      metrics.count('DeliveryRejected');
      return logger.error('delivery-rejected', { ...fields, code: outcome.code, detail: outcome.detail });
  }
};

const age = (clock: Clock, { createdAt }: Delivery): number =>
  Math.max(0, (clock.now().getTime() - (parseIso(createdAt)?.getTime() ?? 0)) / 1000);
