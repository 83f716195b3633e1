/** The canary's own entry: kept apart from everybody else's, and told at the canary's destination alone. */
import type { RoleAccess } from '../access/role-access.ts';
import { CANARY_DESTINATION } from '../delivery/canary.ts';
import type { AccessRow } from '../history/access-row.ts';
import { completeRow } from './complete-row.ts';
import { rowOfAccess } from './make-row.ts';
import type { FoundBy, RecordEffects, RecordResult } from './record-row.ts';

/**
 * One that only the sweep found is no canary: that CloudTrail knows of it says nothing about the bell. Never grouped, joined
 * or looked up, because each of them has to arrive.
 */
export const recordCanary = async (
  effects: RecordEffects,
  access: RoleAccess,
  foundBy: FoundBy,
): Promise<RecordResult> => {
  if (foundBy === 'sweep') return 'ignored';
  const row = rowOfCanary(effects, access);
  const isNew = (await effects.history.record(row)) === 'recorded';
  const found = isNew ? undefined : await effects.history.find(row.accessId);
  await completeRow(effects, found ?? { row, deliveries: [] });
  effects.logger.info('canary-recorded', {
    accessId: row.accessId,
    result: isNew ? 'recorded' : 'already-there',
  });
  return isNew ? 'recorded' : 'already-there';
};

const rowOfCanary = (effects: RecordEffects, access: RoleAccess): AccessRow => ({
  ...rowOfAccess(effects, { access, route: routeTo(effects), foundBy: 'event', joined: [] }),
  canary: true,
});

const routeTo = ({ policy }: RecordEffects): AccessRow['route'] => ({
  owner: policy.defaultOwner,
  legs: [{ destinationId: CANARY_DESTINATION, edition: 'owner', why: 'it proves that the bell rings' }],
});
