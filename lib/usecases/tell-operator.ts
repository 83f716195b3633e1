/** Opens a notice to whoever runs Rolecall, and wakes `deliver`. */
import type { Ledger } from '../delivery/ledger.ts';
import { OPERATOR_CHANNEL, OPERATOR_DESTINATION } from '../delivery/operator.ts';
import type { Notification } from '../notification/notification.ts';
import { type WakeEffects, wakeUp } from './wake-up.ts';

export interface TellOperatorEffects extends WakeEffects {
  readonly ledger: Pick<Ledger, 'open'>;
  readonly historyUrl: string;
}

/** The same notice (by its id) is told once, however often it is opened. */
export const tellOperator = async (
  effects: TellOperatorEffects,
  notification: Notification,
  why: string,
): Promise<void> => {
  const opened = await effects.ledger.open([
    {
      accessId: notification.accessId,
      destinationId: OPERATOR_DESTINATION,
      channel: OPERATOR_CHANNEL,
      edition: notification.edition,
      importance: notification.importance,
      notification,
      why,
    },
  ]);
  await wakeUp(effects, opened);
};
