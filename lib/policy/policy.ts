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
  /** A vendor enters by it: an external ID is expected. False unless given. */
  readonly thirdParty?: boolean;
  /** Accounts from which it is entered. Ours and the trusted ones unless given. */
  readonly expectedAccounts?: readonly string[];
  /** Services of AWS that are expected in it, `lambda.amazonaws.com`. None unless given: it is a role for people. */
  readonly services?: readonly string[];
  /** A session that lasts longer is noted; 4 unless given. */
  readonly longestHours?: number;
}

/** When an owner's people work, in the owner's zone. */
export interface WorkingHours {
  /** `07:00`; may be later than `to`: a night shift. */
  readonly from: string;
  readonly to: string;
  /** 1 is Monday. */
  readonly days: readonly number[];
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
  /** Entries outside of them are noted. Owners only. */
  readonly workingHours?: WorkingHours;
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
  /** It forwards its own copies of the calls into our roles, which name the caller. */
  readonly partner?: boolean;
}

/** The name of somebody in another account, of whom records tell an id only. */
export interface PrincipalAlias {
  /** `AIDA...` or `AROA...`, without a session. */
  readonly id: string;
  readonly name: string;
}

/** An issuer of one's own, at which people sign in to the history. */
export interface OwnIssuer {
  /** As in the tokens' `iss`. */
  readonly issuer: string;
  readonly clientId: string;
  /** What access tokens bear as `aud`; the client id unless given. */
  readonly audience?: string;
  /** `cognito:groups` unless given. */
  readonly groupsClaim?: string;
  /** `openid`, `email` and `profile` unless given. */
  readonly scopes?: readonly string[];
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
  readonly principals?: readonly PrincipalAlias[];
  /** Codes of observations nobody wants to read. */
  readonly observationsOff?: readonly string[];
  /** `o-...`: our own organisation. */
  readonly organizationId?: string;
  /** Whether AWS Organizations may be asked for the names of accounts. */
  readonly organization?: boolean;
  /** ARNs of the people and pipelines that deploy Rolecall, `*` for any text; a deploy by anybody else rings. Absent: none does. */
  readonly deployers?: readonly string[];
  /** Subjects of web identities that are ours, `repo:acme/*`: a role that trusts them lets in nobody of outside. */
  readonly ownSubjects?: readonly string[];
  /** How often a harmless role is assumed to prove that the bell rings; 0 never. 360 unless given. */
  readonly canaryMinutes?: number;
  /** Absent: the stack's own user pool. */
  readonly signIn?: OwnIssuer;
}
