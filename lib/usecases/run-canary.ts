/**
 * Every five minutes: a canary that has arrived is measured, one that should have is missed, and when its time has come
 * another one is sent. It is a real entry into a role that may do nothing: what keeps its alert from arriving keeps others'.
 */
import type { ArrivedCanary, ReceiveCanaries, SendCanary } from '../delivery/canary-flight.ts';
import type { SweepMarks } from '../history/trail.ts';
import { parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Metrics } from '../kernel/logger.ts';
import { composeBlind } from '../notification/compose-doctor.ts';
import {
  CANARY_MARK,
  CANARY_PATIENCE_SECONDS,
  type CanaryState,
  canaryText,
  readCanary,
} from './examine/canary-state.ts';
import { canarySession } from './judge-canary.ts';
import { tellOperator, type TellOperatorEffects } from './tell-operator.ts';

export interface CanaryEffects extends TellOperatorEffects {
  readonly marks: SweepMarks;
  readonly metrics: Metrics;
  /** How often it goes; 0: never. */
  readonly everyMinutes: number;
  readonly sendCanary: SendCanary;
  readonly receiveCanaries: ReceiveCanaries;
}

/** What a run did, in numbers. */
export interface CanaryRun {
  readonly arrived: number;
  readonly missing: number;
  readonly sent: number;
}

export const runCanary = async (effects: CanaryEffects): Promise<CanaryRun> => {
  const { marks, clock, metrics, everyMinutes } = effects;
  const nothing = { arrived: 0, missing: 0, sent: 0 };
  if (everyMinutes === 0) {
    // Also when it is none, or the alarm of a canary that was switched off would never end.
    metrics.count('CanaryMissing', 0);
    return nothing;
  }
  const arrivals = await effects.receiveCanaries();
  const before = readCanary(await marks.read(CANARY_MARK));
  const now = clock.now();
  const settled = before === undefined ? undefined : settle(effects, before, arrivals.canaries);
  const told = settled === undefined ? undefined : await tellWhenBlind(effects, settled);
  const next = isDue(told, everyMinutes, now) ? await send(effects, told) : told;
  if (next !== undefined && next !== before) await marks.write(CANARY_MARK, canaryText(next));
  await arrivals.forget();
  metrics.count('CanaryMissing', next?.blindSince === undefined ? 0 : 1);
  return {
    arrived: settled?.state === 'arrived' && before?.state !== 'arrived' ? 1 : 0,
    missing: next?.blindSince === undefined ? 0 : 1,
    sent: next !== told ? 1 : 0,
  };
};

/** What has become of the canary that was sent last. */
const settle = (
  { clock, metrics, logger }: CanaryEffects,
  canary: CanaryState,
  arrivals: readonly ArrivedCanary[],
): CanaryState => {
  const home = arrivals.find(({ sessionName }) => sessionName === canarySession(canary.id));
  if (home !== undefined && canary.state !== 'arrived') {
    const delaySeconds = secondsBetween(canary.sentAt, home.arrivedAt);
    metrics.seconds('CanaryDelay', delaySeconds);
    logger.info('canary-arrived', { delaySeconds });
    const { id, sentAt } = canary;
    const { arrivedAt } = home;
    return {
      id,
      sentAt,
      state: 'arrived',
      arrivedAt,
      delaySeconds,
      lastArrivedAt: arrivedAt,
      lastDelaySeconds: delaySeconds,
    };
  }
  const isLate = secondsBetween(canary.sentAt, clock.now().toISOString()) >= CANARY_PATIENCE_SECONDS;
  if (canary.state === 'arrived' || !isLate) return canary;
  const state = canary.state === 'waiting' ? 'missing' : canary.state;
  return { ...canary, state, blindSince: canary.blindSince ?? canary.sentAt };
};

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, ((parseIso(to)?.getTime() ?? 0) - (parseIso(from)?.getTime() ?? 0)) / 1000);

/** Once for as long as none arrives. */
const tellWhenBlind = async (effects: CanaryEffects, canary: CanaryState): Promise<CanaryState> => {
  const { blindSince, toldAt, sentAt, why } = canary;
  if (blindSince === undefined || toldAt !== undefined) return canary;
  const at = effects.clock.now().toISOString();
  effects.logger.error('canary-missing', { blindSince, why });
  const noticeId = `operator.canary.${blindSince}`;
  const notice = composeBlind(
    { noticeId, at, historyUrl: effects.historyUrl },
    { sentAt, ...compact({ why }) },
  );
  await tellOperator(effects, notice, 'the canary’s alert did not arrive');
  return { ...canary, toldAt: at };
};

/** While nothing arrives it is tried more often, so that it is soon known when the bell rings again. */
const WHILE_BLIND_MINUTES = 60;

const isDue = (canary: CanaryState | undefined, everyMinutes: number, now: Date): boolean => {
  if (canary === undefined || canary.state === 'not-sent') return true;
  if (canary.state === 'waiting') return false;
  const minutes = canary.state === 'missing' ? Math.min(everyMinutes, WHILE_BLIND_MINUTES) : everyMinutes;
  return secondsBetween(canary.sentAt, now.toISOString()) >= minutes * 60;
};

/** Marked before it goes: one whose run dies in between is missed, not forgotten. */
const send = async (effects: CanaryEffects, last: CanaryState | undefined): Promise<CanaryState> => {
  const { marks, clock, logger } = effects;
  const now = clock.now().toISOString();
  const { blindSince, toldAt, lastArrivedAt, lastDelaySeconds } = last ?? {};
  const kept = compact({ blindSince, toldAt, lastArrivedAt, lastDelaySeconds });
  const canary: CanaryState = { id: clock.newId(), state: 'waiting', sentAt: now, ...kept };
  await marks.write(CANARY_MARK, canaryText(canary));
  try {
    await effects.sendCanary(canarySession(canary.id));
    return canary;
  } catch (cause) {
    const why = cause instanceof Error ? cause.name : 'unknown error';
    logger.error('canary-not-sent', { why }, cause);
    // Since the first that could not be sent: it is tried again every five minutes.
    const sentAt = last?.state === 'not-sent' ? last.sentAt : now;
    return { ...canary, state: 'not-sent', sentAt, why };
  }
};
