/** Session tags worth a second look: policies may give rights to whoever carries them. */
import { privilegedTags, transitiveTags } from './observation-reasons.ts';
import type { Observation } from './observations.ts';
import type { RoleSession } from './role-access.ts';

/** At most one observation; the keys are the caller's words. */
export const tagsOfNote = ({ tags, transitiveTagKeys = [] }: RoleSession): readonly Observation[] => {
  const privileged = tags.filter(({ key, value }) => soundsPrivileged(key) || soundsPrivileged(value));
  if (privileged.length > 0) return [privilegedTags(privileged.map(({ key }) => key))];
  return transitiveTagKeys.length > 0 ? [transitiveTags(transitiveTagKeys)] : [];
};

const soundsPrivileged = (text: string): boolean => PRIVILEGES.some((form) => form.test(text));

/** `isAdmin` and `prod-admin`, but no badminton. */
const PRIVILEGES: readonly RegExp[] = [
  /(?:^|[^A-Za-z])admin|Admin|ADMIN|sysadmin/,
  /(?:^|[^a-z])root(?:[^a-z]|$)/i,
  /super-?user|power-?user|privileg|break-?glass|full-?access/i,
];
