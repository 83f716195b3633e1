/** The decision who is told about one access, and why. */
import type { Edition } from '../kernel/edition.ts';

export interface RouteLeg {
  readonly destinationId: string;
  readonly edition: Edition;
  /** "owner of account 111122223333", "client of role prod-admin", "default owner: ..." */
  readonly why: string;
}

export interface Route {
  /** Id of the owner who answers for it; the default owner when nobody else does. */
  readonly owner: string;
  readonly client?: string;
  readonly legs: readonly RouteLeg[];
}
