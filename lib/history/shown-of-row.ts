/** Words and places of a row that lists show and searches find: made once, so that both say the same. */
import type { Origin } from '../access/role-access.ts';
import { showText } from '../kernel/show-text.ts';
import type { AccessRow } from './access-row.ts';
import { entryOf } from './entry-of.ts';

/** Stands where a person's name would. */
export const UNREADABLE_PERSON = 'Unreadable record';

/** The role in plain words, or what a door is about: "bucket prod-data". */
export const whatOf = ({ roleName, door }: AccessRow): string => {
  if (roleName !== undefined) return showText(roleName);
  return door === undefined
    ? 'role not recorded'
    : `${showText(door.subject.type)} ${showText(door.subject.name)}`;
};

/** The console makes the call itself: where the person sat is told by the sign-in record. */
export const originOf = (row: AccessRow): Origin | undefined => {
  const origin = (row.access ?? row.door)?.origin;
  const isSwitch = row.door === undefined && entryOf(row) === 'switch-role';
  return origin?.text === 'AWS Internal' && isSwitch ? (row.access?.firstUse?.origin ?? origin) : origin;
};
