/** Who is asking: what a verified token says about somebody. */
import type { Scope } from '../history/question.ts';
import type { ReaderRole } from './contract.ts';

export interface Reader {
  /** `sub` of the token. */
  readonly subject: string;
  /** The best name that the token has; never empty. */
  readonly name: string;
  readonly role: ReaderRole;
  /** Absent: every account. */
  readonly scope?: Scope;
}

/** `no-role`: a valid token whose groups mean nothing here; `no-account`: its groups name parties that do not exist. */
export type ReadReader =
  | { readonly ok: true; readonly value: Reader }
  | { readonly ok: false; readonly error: 'not-signed-in' | 'no-role' | 'no-account' };
