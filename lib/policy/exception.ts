/**
 * A planned mute: for a while an access of one principal is expected, so that nobody is told of it. It mutes messages, never
 * the history: the access is recorded, listed and counted as `expected`.
 */

/** Whom it is about: an exact principal, or a source identity that the role's trust policy pins. Never a session name alone. */
export type ExceptionSubject =
  | {
      readonly kind: 'principal';
      /**
       * ARN of a user or role, without path and session: `arn:aws:iam::777788889999:role/Deploy`. Of another account's
       * principal AWS's own id, `AIDA...` or `AROA...`, which is all that its records tell; of a web identity the subject
       * with its provider.
       */
      readonly arn: string;
    }
  | {
      readonly kind: 'source-identity';
      readonly value: string;
      /** Who was seen to be allowed no other; written like the `arn` of a principal. */
      readonly principal: string;
    };

export interface AccessException {
  readonly schemaVersion: 1;
  /** Short and unique; in links and events. */
  readonly exceptionId: string;
  readonly subject: ExceptionSubject;
  /** The account that may be entered; every guarded one is never meant. */
  readonly accountId: string;
  /** ARN of the one role that may be entered; absent: any designated role of the account. */
  readonly roleArn?: string;
  /**
   * Of a role that is announced by itself: the session it was announced from (`sessionOfRole`). Others of its sessions are
   * muted only once they are known. Missing in old ones, for which every session has to be known.
   */
  readonly session?: string;
  /** Id of the owner who answers for it. */
  readonly owner: string;
  /** One sentence that a stranger understands; never empty. */
  readonly reason: string;
  readonly ticket?: string;
  readonly madeBy: ExceptionMaker;
  /** ISO 8601. */
  readonly madeAt: string;
  /** ISO 8601: when it begins to hold. */
  readonly from: string;
  /** ISO 8601: when it ends; at most 90 days after it begins. Never missing. */
  readonly until: string;
  /** When somebody ended it early. */
  readonly ended?: { readonly by: ExceptionMaker; readonly at: string };
}

/** Somebody who signed in. */
export interface ExceptionMaker {
  readonly subject: string;
  readonly name: string;
  /** Ids of the owners or clients for whom somebody with a scope acts: their own people read his name. */
  readonly parties?: readonly string[];
}

export const LONGEST_EXCEPTION_DAYS = 90;
