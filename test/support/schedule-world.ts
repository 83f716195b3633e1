/** The world of the exhaustive search, as a value: a step makes another one. */
import type { StoreState, WorkerNode } from './schedule-replay.ts';

/** What the adversary may do, each so many times in one schedule. */
export interface Adversary {
  /** A worker dies between two effects, or an effect fails before or after it was performed. */
  readonly faults: number;
  /** A message of either queue comes a second time. */
  readonly duplicates: number;
  /** The sweep runs (it runs every minute anyway once the schedule has ended). */
  readonly sweeps: number;
  /** Time passes: half a minute, or more than a lease. */
  readonly pauses: number;
  /** The vendor's answer does not come, whether the message arrived or not. */
  readonly lostAnswers: number;
}

/** Everything there is at one moment. Lists are by destination. */
export interface World {
  readonly now: number;
  readonly store: StoreState;
  /** Copies of the record's message that nobody works on. */
  readonly intake: number;
  /** Wake-ups that nobody works on. */
  readonly wakeUps: readonly number[];
  readonly workers: readonly WorkerNode[];
  /** Messages at the vendor. */
  readonly arrived: readonly number[];
  /** Arrivals that nobody could note: their worker died before, or their answer was lost. */
  readonly excused: readonly number[];
  readonly left: Adversary;
}

/** The count at a position; 0 where there is none. */
export const at = (counts: readonly number[], index: number): number => counts[index] ?? 0;

export const plus = (counts: readonly number[], index: number, more: number): readonly number[] =>
  counts.map((count, position) => (position === index ? count + more : count));

export const without = (world: World, worker: WorkerNode): World => {
  const index = world.workers.indexOf(worker);
  return { ...world, workers: world.workers.filter((_other, position) => position !== index) };
};

export const spend = (world: World, cost: Partial<Adversary>): World => ({
  ...world,
  left: {
    faults: world.left.faults - (cost.faults ?? 0),
    duplicates: world.left.duplicates - (cost.duplicates ?? 0),
    sweeps: world.left.sweeps - (cost.sweeps ?? 0),
    pauses: world.left.pauses - (cost.pauses ?? 0),
    lostAnswers: world.left.lostAnswers - (cost.lostAnswers ?? 0),
  },
});

/** Equal worlds have equal keys: which of several workers at the same point is which does not matter. */
export const keyOf = ({ workers, left, ...world }: World, withAdversary: boolean): string => {
  const ids = workers.map(({ id }) => id).sort((one, other) => one - other);
  const { now, store, intake, wakeUps, arrived, excused } = world;
  const body = `${now}|${store.id}|${intake}|${wakeUps.join()}|${ids.join()}|${arrived.join()}|${excused.join()}`;
  return withAdversary ? `${body}|${Object.values(left).join()}` : body;
};
