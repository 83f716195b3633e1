/**
 * The wake-ups of one destination in a batch, worked off step by step. One wake-up delivers what it names: three calls.
 * Several, or one that has waited, are a backlog, and then the ledger says what comes first: the human's notice, not the
 * three hundred robots' that were enqueued before it.
 */
import { type DeliveryKey, deliveryIdOf } from '../delivery/delivery.ts';
import type { DownDestination } from '../delivery/destination-health.ts';
import {
  type BatchEffects,
  type HowToDeliver,
  LONGEST_PAUSE_SECONDS,
  type WakeUp,
  type WakeUpResult,
} from './queued-wake-up.ts';

/** A request takes 5 s at most; asking first and sending then is two or three, claim and settle are quick. */
const TIME_FOR_ONE_MS = 15_000;
const PAUSE_AFTER_ERROR_SECONDS = 5;
const THREW = 'threw';

/**
 * They keep waiting without any fault of their destination. A message that waits in the queue would hold up all others
 * of its group, so these wait in the ledger.
 */
const WAIT_ASIDE: readonly string[] = ['first-not-sent', 'search-pending'];

/** A wake-up that nothing is in front of is taken up within moments. */
const WAITED_MS = 5_000;

export interface GroupWork {
  readonly wakeUps: readonly WakeUp[];
  /** By delivery id: what was tried, and whether its wake-up is done with. */
  readonly tried: Map<string, 'done' | 'later'>;
  readonly askDown: () => Promise<readonly DownDestination[]>;
  /** Deliveries that were sent, or were to be. */
  sends: number;
  /** Milliseconds since 1970: when the destination may be asked again. */
  freeAt: number;
  /** Seconds after which everything that is not done comes back. */
  held?: number;
  /** The destination is down: only what has just been tried comes back, the rest is left to the sweep. */
  down: boolean;
  /** Wake-ups pile up for this destination: the ledger is asked what comes first. */
  readonly backlog: boolean;
}

export const beginGroup = (
  wakeUps: readonly WakeUp[],
  askDown: GroupWork['askDown'],
  now: Date,
): GroupWork => ({
  wakeUps,
  backlog: wakeUps.length > 1 || wakeUps.some(({ sentAt = Infinity }) => now.getTime() - sentAt > WAITED_MS),
  askDown,
  tried: new Map(),
  sends: 0,
  freeAt: 0,
  down: false,
});

interface Step {
  readonly more: boolean;
  /** The destination was asked: it needs a rest. */
  readonly asked: boolean;
}

const END: Step = { more: false, asked: false };

/** Delivers one, if there is one and time for it. */
export const takeStep = async (effects: BatchEffects, group: GroupWork): Promise<Step> => {
  if (effects.remainingMs() < TIME_FOR_ONE_MS) {
    group.held = 0;
    return END;
  }
  const choice = await choose(effects, group);
  if (choice === undefined) return END;
  const result = await deliverOne(effects, choice);
  const id = deliveryIdOf(choice.key);
  const asked = result.idle === undefined;
  if (asked) group.sends += 1;
  const named = group.wakeUps.some(({ key }) => key !== undefined && deliveryIdOf(key) === id);
  // What the ledger named a moment too late, and somebody else holds, is nobody's wake-up here.
  group.tried.set(id, asked || named ? settleWakeUp(group, result) : 'done');
  const more = group.held === undefined && !group.down && group.sends < group.wakeUps.length;
  return { more, asked };
};

interface Choice extends HowToDeliver {
  readonly key: DeliveryKey;
}

const choose = async (effects: BatchEffects, group: GroupWork): Promise<Choice | undefined> => {
  const known = group.wakeUps.flatMap(({ key, probe }) => (key === undefined ? [] : [{ key, probe }]));
  const [first] = known;
  if (first === undefined || group.sends >= known.length) return undefined;
  const named = known.find(({ key }) => !group.tried.has(deliveryIdOf(key)));
  if (!group.backlog && !wishesToBeLeftAlone(effects, first.key.destinationId))
    return named && { key: named.key, ...(named.probe === true && { probe: true }) };

  const { destinationId } = first.key;
  if (group.tried.size > 0) return chooseFromBacklog(effects, group, named?.key);
  const asked = known.find(({ probe }) => probe === true);
  const down = (await group.askDown()).find((one) => one.destinationId === destinationId);
  if (down !== undefined && asked === undefined && down.nextTryAt > effects.clock.now().toISOString()) {
    group.down = true;
    return undefined;
  }
  const choice = asked ?? (await chooseFromBacklog(effects, group, named?.key));
  return choice && { key: choice.key, ...((down !== undefined || asked !== undefined) && { probe: true }) };
};

/**
 * As far as this process remembers. `record` trusts its own look at what is down for some seconds, and what it woke
 * meanwhile would reach a vendor that has just asked for an hour's rest. The memory only gives cause to ask: another
 * process may have found the destination back.
 */
const wishesToBeLeftAlone = ({ leftAlone, clock }: BatchEffects, destinationId: string): boolean =>
  (leftAlone.get(destinationId) ?? '') > clock.now().toISOString();

/** The destination of a group; `undefined` when none of its messages is ours. */
export const destinationOf = ({ wakeUps }: GroupWork): string | undefined =>
  wakeUps.find(({ key }) => key !== undefined)?.key?.destinationId;

/**
 * In a backlog, the place of the send that goes to the oldest in the queue: without it a flood of important ones would
 * keep the others waiting for ever. In a smaller batch it is the last one.
 */
const OLDEST_TURN = 4;

const isOldestTurn = ({ sends, wakeUps: { length } }: GroupWork): boolean =>
  length > 1 && sends % OLDEST_TURN === Math.min(OLDEST_TURN, length) - 1;

/** The most important that is due; where the ledger names none, or one just tried, the next that the batch names. */
const chooseFromBacklog = async (
  { ledger }: BatchEffects,
  group: GroupWork,
  named: DeliveryKey | undefined,
): Promise<Choice | undefined> => {
  if (named !== undefined && isOldestTurn(group)) return { key: named };
  const destinationId = destinationOf(group);
  const next = destinationId === undefined ? undefined : await ledger.next(destinationId);
  const key = next === undefined || group.tried.has(deliveryIdOf(next)) ? named : next;
  return key && { key };
};

const deliverOne = async (effects: BatchEffects, { key, ...how }: Choice): Promise<WakeUpResult> => {
  try {
    return await effects.deliver(key, how);
  } catch (cause) {
    effects.logger.error('delivery-not-settled', { ...key }, cause);
    // One that cannot even be claimed does not keep the others from their turn.
    return { kind: 'later', seconds: PAUSE_AFTER_ERROR_SECONDS, code: THREW };
  }
};

/** A second wake-up of what waits in the ledger: it need not hold up the others, the sweep wakes it when it is due. */
const isEarly = ({ idle, code, seconds }: Extract<WakeUpResult, { kind: 'later' }>): boolean =>
  idle === true && code === 'not-due' && seconds > EARLY_SECONDS;
const EARLY_SECONDS = 20;

/** What a result means for its own wake-up; and for the group, which may have to wait or to be left alone. */
const settleWakeUp = (group: GroupWork, result: WakeUpResult): 'done' | 'later' => {
  if (result.kind === 'done' || WAIT_ASIDE.includes(result.code) || isEarly(result)) return 'done';
  if (result.code === THREW && group.backlog && group.tried.size + 1 < group.wakeUps.length) return 'later';
  if (result.down) group.down = true;
  if (result.seconds > LONGEST_PAUSE_SECONDS) return 'done';
  group.held = result.seconds;
  return 'later';
};
