/** A row of the history in words: the notice for each edition. Also what the history page says. */
import type { AccessRow } from '../history/access-row.ts';
import { parseIso } from '../kernel/clock.ts';
import type { Edition } from '../kernel/edition.ts';
import { compact } from '../kernel/json.ts';
import { composeNotification } from '../notification/compose-notification.ts';
import { composeUnreadable } from '../notification/compose-unreadable.ts';
import type { Notification } from '../notification/notification.ts';
import type { Surroundings } from '../notification/surroundings.ts';
import { accountName, findParty } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

export const wordRow = (
  { policy, historyUrl }: { readonly policy: Policy; readonly historyUrl: string },
  row: AccessRow,
  edition: Edition,
): Notification => {
  if (row.access !== undefined) {
    return composeNotification(row.access, edition, surroundingsOf(policy, row, { edition, historyUrl }));
  }
  if (row.unreadable !== undefined) {
    return composeUnreadable(row.unreadable, { receivedAt: row.recordedAt, historyUrl });
  }
  throw new Error(`The row ${row.accessId} holds neither an access nor an unreadable record.`);
};

interface Reader {
  readonly edition: Edition;
  readonly historyUrl: string;
}

const surroundingsOf = (policy: Policy, row: AccessRow, { edition, historyUrl }: Reader): Surroundings => {
  const owner = findParty(policy.owners, row.route.owner);
  const client = findParty(policy.clients, row.route.client);
  const home = row.access?.caller.accountId;
  return {
    accountName: row.accountName,
    home: { same: home === row.accountId, ...compact({ name: accountName(policy, home) }) },
    owner: { name: owner?.name ?? row.route.owner, ...compact({ contact: owner?.contact }) },
    timeZone: (edition === 'client' ? client : owner)?.timeZone ?? 'UTC',
    historyUrl,
    ...compact({ roleName: row.roleName, foundLateSeconds: lateness(row) }),
  };
};

const lateness = (row: AccessRow): number | undefined => {
  if (row.foundBy !== 'sweep') return undefined;
  const [happened, recorded] = [parseIso(row.time), parseIso(row.recordedAt)];
  return happened === undefined || recorded === undefined
    ? 0
    : Math.max(0, (recorded.getTime() - happened.getTime()) / 1000);
};
