/** Protocols that are known to be wrong, each in one way. A search that does not find them proves nothing. */
import { describeAttempt } from '../../lib/delivery/doubt.ts';
import { deliveryIdOf } from '../../lib/delivery/delivery.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { MemoryHistory } from './memory-history.ts';
import { type Protocol, REAL_PROTOCOL, type Store } from './schedule-effects.ts';

/** Noted as sent first, sent afterwards: what most deduplication does. */
export const NOTES_THEN_SENDS: Protocol = {
  ...REAL_PROTOCOL,
  deliverNotification: async ({ ledger, destination }, key) => {
    const claim = await ledger.claim(key);
    if (claim.kind !== 'claimed') return { kind: 'done' };
    await ledger.settle(claim, { kind: 'sent' });
    const { delivery } = claim;
    const attempt = describeAttempt(deliveryIdOf(delivery), delivery.attempts);
    await destination(key.destinationId)?.send(delivery.notification, attempt);
    return { kind: 'done' };
  },
};

/** The sweep leaves to the queue whatever was claimed once: then only the queue can bring it back. */
const pendingUnclaimed: Protocol['pending'] = async (store: Store, dueBefore, limit) => {
  const pending = await store.ledger.pending(dueBefore, limit);
  return pending.filter(({ accessId, destinationId }) =>
    store.ledger
      .deliveriesOf(accessId)
      .some((delivery) => delivery.destinationId === destinationId && delivery.attempts.length === 0),
  );
};

/** A wake-up that finds the delivery in somebody's hands counts as a duplicate, and nobody else looks. */
export const TAKES_IN_PROGRESS_FOR_DONE: Protocol = {
  ...REAL_PROTOCOL,
  pending: pendingUnclaimed,
  deliverNotification: async (effects, key) => {
    const result = await deliverNotification(effects, key);
    return result.kind === 'later' && result.code === 'in-progress' ? { kind: 'done' } : result;
  },
};

/** The right half of the pair: the same sweep, but every wake-up that is not done with comes back. */
export const BRINGS_IN_PROGRESS_BACK: Protocol = {
  ...REAL_PROTOCOL,
  pending: pendingUnclaimed,
  deliverBatch: async ({ deliver }, wakeUps) => {
    const back: string[] = [];
    for (const { key, messageId } of wakeUps) {
      const result = key && (await deliver(key).catch(() => undefined));
      if (result?.kind !== 'done') back.push(messageId);
    }
    return back;
  },
};

/** The second copy of a record finds the row and believes that everything else was done too. */
export const STOPS_AT_THE_ROW: Protocol = {
  ...REAL_PROTOCOL,
  recordEvent: (effects, text, foundBy) => {
    let known = false;
    const history = Object.assign(new MemoryHistory(), {
      record: async (row: Parameters<MemoryHistory['record']>[0]) => {
        const result = await effects.history.record(row);
        known = result === 'already-there';
        return result;
      },
    });
    const open: typeof effects.ledger.open = async (deliveries) =>
      known ? [] : effects.ledger.open(deliveries);
    return recordEvent({ ...effects, history, ledger: { ...effects.ledger, open } }, text, foundBy);
  },
};

/** Tells first and writes the row afterwards. */
export const TELLS_THEN_RECORDS: Protocol = {
  ...REAL_PROTOCOL,
  recordEvent: async (effects, text, foundBy) => {
    const rows: Parameters<MemoryHistory['record']>[0][] = [];
    const history = Object.assign(new MemoryHistory(), {
      record: async (row: (typeof rows)[number]) => {
        rows.push(row);
        return 'recorded' as const;
      },
    });
    const result = await recordEvent({ ...effects, history }, text, foundBy);
    for (const row of rows) await effects.history.record(row);
    return result;
  },
};

/** Forgets that an earlier attempt may have arrived, so that nobody asks the vendor. */
export const FORGETS_DOUBT: Protocol = {
  ...REAL_PROTOCOL,
  deliverNotification: (effects, key) =>
    deliverNotification(
      {
        ...effects,
        ledger: {
          ...effects.ledger,
          claim: async (wanted) => {
            const claim = await effects.ledger.claim(wanted);
            if (claim.kind !== 'claimed') return claim;
            return { ...claim, delivery: { ...claim.delivery, attempts: claim.delivery.attempts.slice(-1) } };
          },
        },
      },
      key,
    ),
};
