/**
 * Who must be told about which role: `rolecall.yml` after it was decoded and found free of mistakes.
 * Every reference in it resolves, so the code that reads it need not check again.
 */

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly client?: string;
  readonly retentionDays: number;
}

export interface DesignatedRole {
  /** Role ARN in which `*` stands for any text in the path and name: `arn:aws:iam::111122223333:role/prod-*`. */
  readonly pattern: string;
  readonly accountId: string;
  /** What a client calls it: "Production administrator". */
  readonly name: string;
  readonly owner: string;
  readonly client?: string;
}

/** An owner or a client: somebody who is told. */
export interface Party {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Whom to ask, in words: shown to clients. */
  readonly contact?: string;
  readonly destinations: readonly string[];
  /** Told instead when one of the owner's or its clients' destinations refuses for good. Owners only. */
  readonly fallback?: string;
}

export interface ConfiguredDestination {
  readonly id: string;
  /** Name of the channel. */
  readonly channel: string;
  /** The channel's own settings; secrets only as references. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Another organisation's account that may appear as a caller's home. */
export interface TrustedAccount {
  readonly id: string;
  readonly name: string;
}

export interface Policy {
  /** SHA-256 (hex) over the normalised configuration: stored with every access. */
  readonly hash: string;
  readonly homeRegion: string;
  /** Regions in which rules are deployed. */
  readonly regions: readonly string[];
  readonly accounts: readonly Account[];
  readonly roles: readonly DesignatedRole[];
  readonly owners: readonly Party[];
  readonly clients: readonly Party[];
  readonly defaultOwner: string;
  /** How long equal accesses are counted instead of told; 0 tells each of them. */
  readonly repeatWindowMinutes: number;
  readonly trustedAccounts: readonly TrustedAccount[];
  readonly destinations: readonly ConfiguredDestination[];
}
