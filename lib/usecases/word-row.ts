/** A row of the history in words: the notice for each edition. Also what the history page says. */
import type { AccessRow } from '../history/access-row.ts';
import { parseIso } from '../kernel/clock.ts';
import type { Edition } from '../kernel/edition.ts';
import { compact } from '../kernel/json.ts';
import { composeCanary } from '../notification/compose-canary.ts';
import { composeDoor } from '../notification/compose-door.ts';
import { composeNotification } from '../notification/compose-notification.ts';
import { composeUnreadable } from '../notification/compose-unreadable.ts';
import type { Reader } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { Surroundings } from '../notification/surroundings.ts';
import { accountName, findParty } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

/** One of many comes after whoever is not; a refusal or root among them does not. */
export const wordRow = (
  by: { readonly policy: Policy; readonly historyUrl: string },
  row: AccessRow,
  edition: Edition,
): Notification => {
  const notice = compose(by, row, edition);
  return row.oneOfMany !== undefined && notice.importance === 'normal'
    ? { ...notice, importance: 'routine' }
    : notice;
};

const compose = (
  { policy, historyUrl }: { readonly policy: Policy; readonly historyUrl: string },
  row: AccessRow,
  edition: Edition,
): Notification => {
  if (row.canary === true && row.access !== undefined) return composeCanary(row.access, historyUrl);
  if (row.access !== undefined) {
    const reader = readerOf({ policy, historyUrl }, row, edition);
    return composeNotification(row.access, edition, surroundingsOf(policy, row, reader));
  }
  if (row.door !== undefined) {
    const reader = readerOf({ policy, historyUrl }, row, edition);
    const nameOfAccount = (accountId: string): string | undefined => accountName(policy, accountId);
    return composeDoor(row.door, edition, { ...surroundingsOf(policy, row, reader), nameOfAccount });
  }
  if (row.unreadable !== undefined) {
    return composeUnreadable(row.unreadable, { receivedAt: row.recordedAt, historyUrl });
  }
  throw new Error(`The row ${row.accessId} holds neither an access, nor a door, nor an unreadable record.`);
};

/** Whoever reads an edition of a row: in which time zone, and where the history is. */
export const readerOf = (
  { policy, historyUrl }: { readonly policy: Policy; readonly historyUrl: string },
  { route }: AccessRow,
  edition: Edition,
): Reader => {
  const [owner, client] = [findParty(policy.owners, route.owner), findParty(policy.clients, route.client)];
  return { timeZone: (edition === 'client' ? client : owner)?.timeZone ?? 'UTC', historyUrl };
};

const surroundingsOf = (policy: Policy, row: AccessRow, reader: Reader): Surroundings => {
  const owner = findParty(policy.owners, row.route.owner);
  const home = (row.access ?? row.door)?.caller.accountId;
  return {
    accountName: row.accountName,
    home: {
      same: home === row.accountId,
      ...compact({ name: accountName(policy, home) ?? row.access?.callerAccountName }),
    },
    owner: { name: owner?.name ?? row.route.owner, ...compact({ contact: owner?.contact }) },
    ...reader,
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
