/** What is ours, as far as the context of a door tells. */
import type { Ours } from '../../iam/ours.ts';
import { compact } from '../../kernel/json.ts';
import type { DoorContext } from './door-context.ts';

/** Whoever records the event is ours, also where the configuration does not name the account (`replay --every-role`). */
export const oursOf = ({ ownAccountIds, accountId, ownOrganizationIds, ownSubjects }: DoorContext): Ours => ({
  ownAccountIds: new Set([...ownAccountIds, accountId]),
  ...compact({ ownOrganizationIds, ownSubjects }),
});
