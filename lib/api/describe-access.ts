/**
 * One access in one sentence: the words of the owner's notice, without the moment, which the page sets in the
 * reader's zone. Not the client's edition: whoever may read the history may read names.
 */
import type { Door } from '../access/door.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import { callerForOwner, type Home } from '../notification/describe-caller.ts';
import { namesItsDoer, sentenceStart } from '../notification/door-words.ts';
import { accountName } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';
import { showText } from './show-text.ts';

const homeOf = ({ accountId, caller }: RoleAccess | Door, policy: Policy): Home => {
  const name = caller.accountId === undefined ? undefined : accountName(policy, caller.accountId);
  return { same: caller.accountId === accountId, ...(name === undefined ? {} : { name }) };
};

const describePlace = ({ roleName, accountName }: AccessRow): string =>
  `${roleName === undefined ? 'a role the record does not name' : showText(roleName)} in ${showText(accountName)}`;

const describeUnreadable = ({ accountName, unreadable }: AccessRow): string => {
  const reason = unreadable === undefined ? '' : `: ${showText(unreadable.reason).replace(/\.$/, '')}`;
  return `A record of ${showText(accountName)} could not be read${reason}.`;
};

/** "alice in ACME production: role prod-admin was given a new trust policy and can now be assumed by ..." */
const describeDoor = (door: Door, { accountName }: AccessRow, policy: Policy): string => {
  const [what, where] = [showText(door.explanation).replace(/\.$/, ''), showText(accountName)];
  if (namesItsDoer(door)) return `${sentenceStart(what)}, in ${where}.`;
  const who = callerForOwner(door.caller, homeOf(door, policy));
  return door.outcome === 'success'
    ? `${who} in ${where}: ${what}.`
    : `${who} tried in ${where}, and AWS refused it: ${what}.`;
};

/** "Alice entered Production administrator in ACME production." */
export const describeAccess = (row: AccessRow, policy: Policy): string => {
  if (row.door !== undefined) return describeDoor(row.door, row, policy);
  if (row.access === undefined) return describeUnreadable(row);
  const who = callerForOwner(row.access.caller, homeOf(row.access, policy));
  const verb = row.access.outcome === 'denied' ? 'was refused entry to' : 'entered';
  return `${who} ${verb} ${describePlace(row)}.`;
};
