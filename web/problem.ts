/** Why the API did not answer what was asked. */
import type { ErrorAnswer } from '../lib/api/contract.ts';

/**
 * `offline`: this device has no network; `unreachable`: no answer, or one that is not ours; `signed-out`: the session has
 * ended; `athena`: a question that only Athena answers; `too-many`: more rows than one answer may hold.
 */
export type ProblemKind =
  | 'offline'
  | 'unreachable'
  | 'signed-out'
  | 'not-allowed'
  | 'not-found'
  | 'archived'
  | 'refused'
  | 'athena'
  | 'too-many'
  | 'unavailable';

export interface Problem {
  readonly kind: ProblemKind;
  /** The API's own code, where it gave one. */
  readonly code?: ErrorAnswer['code'];
  /** What the API said, where it said something. */
  readonly message?: string;
}
