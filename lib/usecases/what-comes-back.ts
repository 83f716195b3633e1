/** Which wake-ups of a group have to come back after its work, and after how many seconds. */
import { deliveryIdOf } from '../delivery/delivery.ts';
import { isoAfter } from '../kernel/clock.ts';
import { type BatchEffects, LONGEST_PAUSE_SECONDS, type WakeUp } from './queued-wake-up.ts';
import type { GroupWork } from './work-group.ts';

export interface Returned {
  readonly wakeUp: WakeUp;
  readonly seconds: number;
}

const PAUSE_OF_STRANGERS_SECONDS = 5;
const PAUSE_AFTER_ERROR_SECONDS = 5;

/** When the store cannot be asked: what comes back needlessly finds its delivery settled. */
export const everythingNotDone = ({ wakeUps, tried, held }: GroupWork): readonly Returned[] =>
  wakeUps
    .filter(({ key }) => key === undefined || tried.get(deliveryIdOf(key)) !== 'done')
    .map((wakeUp) => ({ wakeUp, seconds: held ?? PAUSE_AFTER_ERROR_SECONDS }));

export const whatComesBack = async (
  effects: BatchEffects,
  group: GroupWork,
): Promise<readonly Returned[]> => {
  const back: Returned[] = [];
  for (const wakeUp of group.wakeUps) {
    const seconds = await secondsUntilBack(effects, group, wakeUp);
    if (seconds !== undefined) back.push({ wakeUp, seconds });
  }
  return back;
};

const secondsUntilBack = async (
  effects: BatchEffects,
  group: GroupWork,
  { key, messageId }: WakeUp,
): Promise<number | undefined> => {
  if (key === undefined) {
    effects.logger.error('wake-up-not-understood', { messageId });
    return group.held ?? PAUSE_OF_STRANGERS_SECONDS;
  }
  const tried = group.tried.get(deliveryIdOf(key));
  if (tried === 'done' || (group.down && tried === undefined)) return undefined;
  if (group.held !== undefined) return group.held;
  return (await needsWakeUp(effects, key)) ? 0 : undefined;
};

/**
 * Others came first. What was sent before its own wake-up arrived needs none any more, nor does what waits so long that
 * the sweep wakes it: without this look, such messages would go round in the queue until it calls them dead.
 */
const needsWakeUp = async (
  { ledger, clock }: BatchEffects,
  key: NonNullable<WakeUp['key']>,
): Promise<boolean> => {
  const delivery = await ledger.find(key);
  if (delivery?.state === 'in-progress') return true;
  return delivery?.state === 'pending' && delivery.dueAt <= isoAfter(clock.now(), LONGEST_PAUSE_SECONDS);
};
