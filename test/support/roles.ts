/** The roles below each. */
import type { ReaderRole } from '../../lib/api/contract.ts';

export const REFUSED_ROLES: Readonly<Record<ReaderRole, readonly ReaderRole[]>> = {
  viewer: [],
  reviewer: ['viewer'],
  responder: ['viewer', 'reviewer'],
};
