/** What has been seen on a role before: the memory behind "first time". */

/** What is remembered of an entry. */
export const SEEN_FACETS = ['principal', 'account', 'network', 'agent', 'service', 'session'] as const;
export type SeenFacet = (typeof SEEN_FACETS)[number];

export interface SeenThing {
  readonly facet: SeenFacet;
  /** The principal id without its session, the account, the /24 or /48, the family of the user agent, the service, `sessionOfRole`. */
  readonly value: string;
}

export interface SeenOnRole {
  /** Those that were seen before, by another access than this one. */
  readonly known: readonly SeenThing[];
  /** Whether 90 days lie behind us, watched or looked up: only then "first time" means something. */
  readonly baselineComplete: boolean;
  /** ISO 8601: since when Rolecall watches the role; absent when this is the first that it hears of it. */
  readonly watchedSince?: string;
}

/** How far CloudTrail remembers, and how long a role has to be watched where CloudTrail was not asked. */
export const BASELINE_SECONDS = 90 * 24 * 3600;

export interface SeenBefore {
  /** One read. What this access itself has left there is not known: a retry must find what the first try found. */
  ask(roleArn: string, things: readonly SeenThing[], accessId: string): Promise<SeenOnRole>;
  /** Keeps what is new, and since when the role is watched. What is there already stays. */
  remember(roleArn: string, things: readonly SeenThing[], accessId: string, at: string): Promise<void>;
  /** The last 90 days of a role have been looked up in every Region. */
  completeBaseline(roleArn: string, at: string): Promise<void>;
}
