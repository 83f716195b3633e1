/** Denials that name no role come in bursts (one failing job makes a dozen): the first rings, the rest are counted. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessHistory } from '../history/access-history.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';

const WINDOW_SECONDS = 15 * 60;

/**
 * Id of the denial that rang for the same principal and account in the last 15 minutes; `undefined` when this one
 * has to ring. Denials that name a designated role always ring.
 */
export const groupDenial = async (
  { history }: { readonly history: AccessHistory },
  access: RoleAccess,
): Promise<string | undefined> => {
  if (access.outcome !== 'denied' || access.role !== undefined) return undefined;
  // Nobody to aggregate by: a group of unnamed callers could hide a new one behind the first.
  if (access.caller.principalId === undefined) return undefined;
  const started = parseIso(access.time);
  if (started === undefined) return undefined;
  const key = `denied#${access.accountId}#${access.caller.principalId}`;
  return history.firstOfGroup(key, access.accessId, {
    from: access.time,
    to: isoAfter(started, WINDOW_SECONDS),
  });
};
