/** How long ago the last record came: quiet nights are normal, so this is a number to look at and no alarm. */
import type { SweepMarks } from '../history/trail.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';
import type { Metrics } from '../kernel/logger.ts';

/** Name of the mark that `record` writes when a record has come (`noteSeen`). */
export const LAST_RECORD_MARK = 'last-record';

/** Name of the mark that `record` writes when a heartbeat has come. */
export const LAST_HEARTBEAT_MARK = 'last-heartbeat';

interface Effects {
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Says nothing before the first record. */
export const measureSilence = async ({ marks, clock, metrics }: Effects): Promise<void> => {
  const last = parseIso((await marks.read(LAST_RECORD_MARK)) ?? '');
  if (last === undefined) return;
  metrics.seconds('LastRecordAge', Math.max(0, (clock.now().getTime() - last.getTime()) / 1000));
};
