/**
 * Seals: once an hour is over, a Merkle root over its events and the root before it. Whoever changes, removes or adds an
 * event afterwards breaks a root, and the anchors lie in a bucket that nobody can overwrite until their lock ends.
 */

/** Root before the first sealed hour. */
export const FIRST_ROOT = '0'.repeat(64);

export interface SealLeaf {
  readonly accessId: string;
  readonly name: string;
  /** SHA-256 (hex) of the event as it is kept. */
  readonly hash: string;
}

export interface Seal {
  readonly schemaVersion: 1;
  /** `2026-11-22T14`, UTC. */
  readonly hour: string;
  readonly previousRoot: string;
  /** SHA-256 (hex). */
  readonly root: string;
  readonly count: number;
  /** ISO 8601. */
  readonly sealedAt: string;
}

/** What is anchored: enough to name every event that is missing, changed or added. */
export interface SealedHour extends Seal {
  /** Sorted by hash. */
  readonly leaves: readonly SealLeaf[];
}

/** Seals in the table. */
export interface Seals {
  /** The newest, or the newest that is not after an hour. */
  latest(upToHour?: string): Promise<Seal | undefined>;
  /** From one hour to another, both included, oldest first. */
  between(fromHour: string, toHour: string): Promise<readonly Seal[]>;
  /** Writes a seal once; false when the hour has one. */
  write(seal: Seal): Promise<boolean>;
  /** Remembers, once, when the first run began to seal (ISO 8601); answers what is remembered. */
  begin(at: string): Promise<string>;
  /** What is remembered: unproven, like everything in the table. `undefined` where seals are older than this. */
  begunAt(): Promise<string | undefined>;
}

/** The copies that cannot be overwritten: S3 with Object Lock. */
export interface SealAnchors {
  /** Safe to repeat. An hour that is anchored already keeps its anchor. Throws when it is not safely stored. */
  store(sealed: SealedHour): Promise<void>;
  /** The first version that was ever stored for the hour. */
  read(hour: string): Promise<SealedHour | undefined>;
  /** Every hour that has an anchor, oldest first. */
  hours(): Promise<readonly string[]>;
}
