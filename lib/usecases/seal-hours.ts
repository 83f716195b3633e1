/**
 * Every quarter of an hour: hours that are over are sealed. First the anchor, which nobody can overwrite, then the seal in
 * the table; what stands in the table is always a copy of what is anchored. An interrupted run is finished by the next.
 */
import { compareEvents } from '../history/compare-events.ts';
import { leavesOf } from '../history/hash-event.ts';
import type { EventHash, EventLog } from '../history/history-event.ts';
import { endOfHour, firstDue, hourAfter, newestDue } from '../history/hours.ts';
import { FIRST_ROOT, type SealAnchors, type SealedHour, type Seals } from '../history/seal.ts';
import { isConsistent, sealOf, sealRoot } from '../history/seal-root.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';

export interface SealEffects {
  readonly seals: Seals;
  readonly anchors: SealAnchors;
  readonly events: Pick<EventLog, 'ofHour'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface SealRun {
  readonly sealed: number;
  /** Hours whose anchor, left by a run that was interrupted, does not hold the events that are there now. */
  readonly differing: number;
}

/** Three days; the rest is sealed by the next runs, well within the time-out of one. */
export const HOURS_AT_ONCE = 72;

/** Seals what is due, oldest first. Throws at the first hour that cannot be sealed: the later ones build on it. */
export const sealHours = async (effects: SealEffects): Promise<SealRun> => {
  const now = effects.clock.now();
  const newest = newestDue(now);
  let { hour, previousRoot } = await whereToBegin(effects, newest);
  let [sealed, differing] = [0, 0];
  while (hour <= newest && sealed < HOURS_AT_ONCE) {
    const done = await sealHour(effects, hour, previousRoot);
    sealed += 1;
    differing += done.fits ? 0 : 1;
    previousRoot = done.anchored.root;
    hour = hourAfter(hour);
  }
  // `hour` is the oldest that is not sealed.
  const lag = (now.getTime() - Date.parse(endOfHour(hour))) / 1000;
  effects.metrics.seconds('SealLag', Math.max(0, lag));
  return { sealed, differing };
};

interface Beginning {
  readonly hour: string;
  readonly previousRoot: string;
}

/**
 * After the newest seal, if its anchor says the same. A seal that somebody wrote into the table, or a table that lost its
 * seals, must not end the sealing nor begin a second chain: then the last anchor is where it goes on. A seal dated into
 * the future is not looked at. Where nothing is sealed yet, it begins with what was due in the very first run, which is
 * remembered before the bucket is asked for anything: it may be the bucket that fails, for hours.
 */
const whereToBegin = async (
  { seals, anchors, clock, logger, metrics }: SealEffects,
  newest: string,
): Promise<Beginning> => {
  const latest = await seals.latest(newest);
  const begunAt = latest === undefined ? await seals.begin(clock.now().toISOString()) : undefined;
  if (latest !== undefined) {
    const anchor = await anchors.read(latest.hour);
    if (anchor?.root === latest.root) return { hour: hourAfter(latest.hour), previousRoot: latest.root };
    logger.error('seal-not-anchored', { hour: latest.hour, anchored: anchor !== undefined });
    metrics.count('SweepStepFailed');
  }
  const last = (await anchors.hours()).filter((hour) => hour <= newest).at(-1);
  const anchored = last === undefined ? undefined : await anchors.read(last);
  // Again, because its seal may be what is missing.
  if (anchored !== undefined) return { hour: anchored.hour, previousRoot: anchored.previousRoot };
  if (latest !== undefined) return { hour: hourAfter(latest.hour), previousRoot: latest.root };
  const first = firstDue(begunAt) ?? newest;
  // Whoever dates the beginning into the future must not end the sealing.
  return { hour: first < newest ? first : newest, previousRoot: FIRST_ROOT };
};

interface SealedNow {
  readonly anchored: SealedHour;
  /** Whether the anchor holds what the table holds. */
  readonly fits: boolean;
}

const sealHour = async (effects: SealEffects, hour: string, previousRoot: string): Promise<SealedNow> => {
  const { seals, anchors, clock, metrics } = effects;
  const events = await effects.events.ofHour(hour);
  const leaves = leavesOf(events);
  const sealed: SealedHour = {
    schemaVersion: 1,
    hour,
    previousRoot,
    root: sealRoot({ hour, previousRoot, leaves }),
    count: leaves.length,
    sealedAt: clock.now().toISOString(),
    leaves,
  };
  if ((await anchors.read(hour)) === undefined) await anchors.store(sealed);
  // Read back: another run may have been first, and only what lies there counts.
  const anchored = await anchors.read(hour);
  if (anchored === undefined) throw new Error(`the anchor of ${hour} was stored and cannot be read`);
  const fits = anchored.root === sealed.root && isConsistent(anchored);
  if (!fits) report(effects, { anchored, previousRoot, events });
  await seals.write(sealOf(anchored));
  metrics.count('SealCompleted');
  return { anchored, fits };
};

interface Difference {
  readonly anchored: SealedHour;
  readonly previousRoot: string;
  readonly events: readonly EventHash[];
}

/**
 * The anchor stays the truth: it was written when the hour was over and could not be changed since, the table could. A
 * second seal for the hour would hide that, so the anchored one is taken over, and `verify` names every event.
 */
const report = ({ logger, metrics }: SealEffects, { anchored, previousRoot, events }: Difference): void => {
  const { changed, missing, added } = compareEvents(anchored.leaves, events);
  logger.error('seal-differs', {
    hour: anchored.hour,
    changed: changed.length,
    missing: missing.length,
    added: added.length,
    chained: anchored.previousRoot === previousRoot,
    consistent: isConsistent(anchored),
  });
  metrics.count('SweepStepFailed');
};
