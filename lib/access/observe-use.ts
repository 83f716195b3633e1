/** Whether a session was used from where the role was entered. */
import { isIP } from 'node:net';
import { networkOf } from './network-of.ts';
import { usedElsewhere } from './observation-reasons.ts';
import type { Observation } from './observations.ts';
import type { FirstUse, Origin, RoleAccess } from './role-access.ts';

/**
 * Compares addresses of programs: where the console, a service or a server of the identity provider made the entry, its
 * address says nothing about the person. An IPv4 and an IPv6 address can belong to one machine, and what goes through a
 * private network hides behind another address: neither is compared.
 */
export const observeUse = (access: RoleAccess, use: Pick<FirstUse, 'origin'>): readonly Observation[] => {
  const [entered, used] = [comparable(access.origin), comparable(use.origin)];
  if (entered === undefined || used === undefined || !tellsWhoseAddress(access)) return [];
  if (isIP(entered) !== isIP(used) || networkOf(entered) === networkOf(used)) return [];
  return [usedElsewhere({ entered, used })];
};

const tellsWhoseAddress = ({ kind, outcome, caller }: RoleAccess): boolean =>
  outcome === 'success' && kind !== 'saml' && kind !== 'switch-role' && caller.type !== 'aws-service';

const comparable = ({ kind, text }: Origin): string | undefined =>
  kind === 'address' && !INSIDE.test(text) ? text : undefined;

/** Private, shared and link-local networks, as CloudTrail writes them for calls through a VPC endpoint. */
const INSIDE =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe[89ab])/i;
