/** The opening that a single name makes: a grant's principal, an account on a snapshot, a share, an ACL. */
import type { Opening } from './opening.ts';
import type { Ours } from './ours.ts';
import { readGrantee } from './read-principal.ts';

/** An account id, an ARN, a service's host, a canonical id, an organisation or `*`; what it is, and whether it is outside. */
export const openingOfGrantee = (name: string, ours: Ours): Opening => ({
  ...readGrantee(name, ours),
  onlyIf: [],
  without: [],
});
