/** Whether an earlier attempt may have arrived although nobody noted it. */
import { compact } from '../kernel/json.ts';
import type { Attempt } from './delivery.ts';
import type { DeliveryAttempt } from './channel.ts';

/** An attempt without an outcome was cut off (crash, time-out); these codes mean that no clear answer came. */
const DOUBTFUL_CODES: readonly string[] = ['doubtful', 'answer-not-understood', 'unexpected'];

const mayHaveArrived = ({ outcome }: Attempt): boolean =>
  outcome === undefined || (outcome.kind === 'retry' && DOUBTFUL_CODES.includes(outcome.code));

/** Whether one of these attempts, none of them still under way, may have arrived without a clear answer. */
export const isDoubtful = (attempts: readonly Attempt[]): boolean => attempts.some(mayHaveArrived);

const refusedAmong = (attempts: readonly Attempt[]): DeliveryAttempt['refused'] => {
  const refused = attempts.filter(
    ({ outcome }) => outcome?.kind === 'retry' && outcome.code === 'refused-for-now',
  );
  const [first] = refused;
  return first && { times: refused.length, since: first.startedAt };
};

/** What the destination is told about the attempts before this one; `attempts` includes the present one, last. */
export const describeAttempt = (deliveryId: string, attempts: readonly Attempt[]): DeliveryAttempt => {
  const doubtful = attempts.slice(0, -1).filter(mayHaveArrived);
  const [first, last] = [doubtful.at(0), doubtful.at(-1)];
  const base = { deliveryId, number: attempts.length, ...compact({ refused: refusedAmong(attempts) }) };
  if (first === undefined || last === undefined) return base;
  return { ...base, doubtfulSince: first.startedAt, lastDoubtAt: last.startedAt };
};
