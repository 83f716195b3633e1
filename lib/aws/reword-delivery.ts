/** Other words for a notice that nobody has begun to send: one conditional write that is safe to repeat. */
import type { DeliveryKey } from '../delivery/delivery.ts';
import type { NewWords } from '../delivery/ledger.ts';
import { assignFields } from './assign-fields.ts';
import type { StepEffects } from './ledger-effects.ts';
import { readDelivery } from './read-delivery.ts';
import { deliveryKey, dueSortOfDelivery } from './table-keys.ts';

/** False when it is not there, was claimed once, or is told in a digest. */
export const rewordDelivery = async (
  { table }: Pick<StepEffects, 'table'>,
  key: DeliveryKey,
  { part, notification }: NewWords,
): Promise<boolean> => {
  const item = await table.get(deliveryKey(key));
  if (item === undefined) return false;
  const { includes = [], dueAt, state, attempts } = readDelivery(item);
  if (includes.includes(part)) return true;
  if (state !== 'pending' || attempts.length > 0) return false;
  const { importance } = notification;
  const fields = assignFields({
    notification,
    importance,
    includes: [...includes, part],
    // Until it is tried for the first time it is due when it was opened.
    dueSort: dueSortOfDelivery(key, importance, dueAt),
  });
  const reworded = await table.update(deliveryKey(key), {
    update: `SET ${fields.text}`,
    expression: [
      '#state = :pending AND size(attempts) = :none',
      // Somebody else's words may have come in since it was read: they would be lost.
      includes.length === 0 ? 'attribute_not_exists(#includes)' : 'size(#includes) = :included',
    ].join(' AND '),
    names: { '#state': 'state', ...fields.names },
    values: {
      ...fields.values,
      ':pending': 'pending',
      ':none': 0,
      ...(includes.length === 0 ? {} : { ':included': includes.length }),
    },
  });
  if (reworded.kind === 'written') return true;
  return reworded.item !== undefined && readDelivery(reworded.item).includes?.includes(part) === true;
};
