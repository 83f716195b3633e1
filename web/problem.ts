/** Why the API did not answer what was asked. */

/** `offline`: this device has no network; `unreachable`: no answer, or one that is not ours. */
export type ProblemKind =
  | 'offline'
  | 'unreachable'
  | 'not-allowed'
  | 'not-found'
  | 'archived'
  | 'refused'
  | 'unavailable';

export interface Problem {
  readonly kind: ProblemKind;
  /** What the API said, where it said something. */
  readonly message?: string;
}
