/** One fault: what is injected, what has to happen, and what was seen. */
import type { Access } from './fault-records.ts';
import type { Stage, StageOptions } from './stage.ts';

/** Which laptop a case runs on: a shared one, on which cases follow each other, or one of its own. */
export const STAGE_NAMES = [
  'main',
  'kills',
  'sweeps',
  'slow',
  'vendors',
  'poison',
  'refusals',
  'sweeping',
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** How a stage differs from the ordinary one. */
export type StageWish = Partial<
  Pick<StageOptions, 'policy' | 'mostEnvironments' | 'skewMs' | 'secrets' | 'startsHoursAgo'>
>;

export interface FaultCase {
  /** `1` to `52` as in the list of faults; letters for our own. */
  readonly id: string;
  readonly name: string;
  readonly expected: string;
  readonly stage: StageName | StageWish;
  /** Cases of one lane follow each other; the stage’s name unless given. */
  readonly lane?: string;
  /** Needs the machine for itself, because it measures: runs after all others. */
  readonly alone?: true;
  /** Belongs to the short set of `npm test`. */
  readonly quick?: true;
  readonly run: (stage: Stage) => Promise<Seen>;
}

export interface Seen {
  /** In a few words, with numbers. */
  readonly seen: string;
  /** Everything that was injected: each must have its row, be settled, and have arrived. */
  readonly accesses: readonly Access[];
  /**
   * Copies beyond one that the faults explain, per access, where the vendor cannot be asked: one for each lost answer
   * and each kill after a send. `by attempts`: as many as there were attempts that may have arrived unnoticed. Where
   * the vendor can be asked, exactly one is always demanded.
   */
  readonly explained?: number | 'by attempts';
  /** What went wrong beyond the common invariants. */
  readonly problems?: readonly string[];
}

/** A fault that belongs to later work. */
export interface NotApplicable {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** What one case came to. */
export interface Result {
  readonly id: string;
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  /** Per destination, over all accesses of the case. */
  readonly messages: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** Collects what is wrong in a case, in sentences. */
export function checks(): {
  readonly problems: readonly string[];
  readonly check: (isRight: boolean, otherwise: string) => void;
} {
  const problems: string[] = [];
  return {
    problems,
    check: (isRight, otherwise) => {
      if (!isRight) problems.push(otherwise);
    },
  };
}
