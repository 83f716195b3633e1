/** How long records and heartbeats are on their way to here. */
import { type Clock, parseIso } from '../kernel/clock.ts';
import type { Metrics } from '../kernel/logger.ts';
import type { Judgement } from './judge-event.ts';

interface Effects {
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** The way from the bus to here is open, and this is how long it is. */
export const measureHeartbeat = ({ metrics, clock }: Effects, setOut: Date): void => {
  metrics.count('HeartbeatSeen');
  metrics.seconds('HeartbeatLag', secondsSince(clock, setOut));
};

/** From the access to its record's arrival: CloudTrail's, EventBridge's and the queue's share. */
export const measureLag = ({ metrics, clock }: Effects, judgement: Judgement): void => {
  const happened = parseIso(timeOf(judgement) ?? '');
  if (happened !== undefined) metrics.seconds('RecordLag', secondsSince(clock, happened));
};

const timeOf = (judgement: Judgement): string | undefined => {
  if (judgement.kind === 'access') return judgement.access.time;
  if (judgement.kind === 'door') return judgement.door.time;
  return judgement.kind === 'switch-half' ? judgement.half.time : undefined;
};

/** Never negative: a clock that is behind must not make a lag look better than none. */
const secondsSince = (clock: Clock, moment: Date): number =>
  Math.max(0, (clock.now().getTime() - moment.getTime()) / 1000);
