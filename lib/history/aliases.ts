/** Names of principals of other accounts, learned from records that told them. */

export interface LearnedAlias {
  /** `AIDA...` or `AROA...`, without a session. */
  readonly principalId: string;
  /** The best human name: of a user, a person or a team. */
  readonly name: string;
  /** A clause: "named by the console’s SwitchRole record of 22 November 2026". */
  readonly how: string;
  /** ISO 8601. */
  readonly learnedAt: string;
}

export interface Aliases {
  find(principalId: string): Promise<LearnedAlias | undefined>;
  /** The newest stays. */
  learn(alias: LearnedAlias): Promise<void>;
}
