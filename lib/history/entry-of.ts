/** How a role was entered, as far as all records of it tell. */
import type { EntryKind, RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from './access-row.ts';

const SWITCHES = ['SwitchRole', 'RenewRole'];

/** Its sign-in record is there: the console made the call, and that one has the person's address. */
const isSwitch = (access: RoleAccess, joined: AccessRow['joined']): boolean =>
  access.kind === 'assume-role' &&
  access.origin.text === 'AWS Internal' &&
  [...joined, ...(access.firstUse === undefined ? [] : [access.firstUse])].some(({ eventName }) =>
    SWITCHES.includes(eventName),
  );

/** AssumeRole by the console is a console switch, whichever of its two records rang. */
export const entryOf = ({
  access,
  joined,
}: Pick<AccessRow, 'access' | 'joined'>): EntryKind | 'unreadable' => {
  if (access === undefined) return 'unreadable';
  return isSwitch(access, joined) ? 'switch-role' : access.kind;
};
