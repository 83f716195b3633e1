/** What is ours: whatever else is let in is let in from outside. */

export interface Ours {
  readonly ownAccountIds: ReadonlySet<string>;
  /** `o-...`; an organisation that is not known to be ours may be anybody's. */
  readonly ownOrganizationIds?: ReadonlySet<string>;
  /** Canonical user ids (64 hexadecimal characters) of our accounts, where they are known. */
  readonly ownCanonicalIds?: ReadonlySet<string>;
  /** Subjects of web identities that are ours, `repo:acme/*`; nobody's are where none is given. */
  readonly ownSubjects?: readonly string[];
}
