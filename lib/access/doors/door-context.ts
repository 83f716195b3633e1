/** What a decoder of doors must know beside the record. All of it comes from the configuration and the stack. */

export interface DoorContext {
  /** The account that recorded the event. */
  readonly accountId: string;
  /** Accounts of the same owner and client: whatever lets another one in opens something to outside. */
  readonly ownAccountIds: ReadonlySet<string>;
  /** Whether an account is guarded, whosever it is; those above alone when absent. */
  readonly isGuarded?: (accountId: string) => boolean;
  /** `o-...` of `rolecall.yml`; a policy for its members opens nothing to outside. */
  readonly ownOrganizationIds?: ReadonlySet<string>;
  /** Subjects of web identities that are ours, `repo:acme/*`. */
  readonly ownSubjects?: readonly string[];
  /** The name people use for an account: ours, or a trusted one. */
  readonly accountName: (accountId: string) => string | undefined;
  /** Whether a role of the recording account, of which only the name is known, is designated. */
  readonly isDesignated: (roleName: string) => boolean;
  /** Regions in which our rules are deployed; empty when that is not known. */
  readonly regions: readonly string[];
  /**
   * Name of our own CloudFormation stack, `rolecall-prod`: the names of its resources begin with it. Absent where there is
   * no stack (`replay`).
   */
  readonly ownStack?: string;
  /** Ids or ARNs of the KMS keys of our own stack, which bear no name. Absent where they are not known. */
  readonly ownKeyIds?: readonly string[];
  /** Names of the parameters that hold the secrets of the destinations: `/rolecall/platform-slack-url`. */
  readonly ownParameters?: readonly string[];
  /** Accounts that forward their copies to us: our own stack lets them put events on the bus. */
  readonly partnerIds?: ReadonlySet<string>;
}
