/** Which roles are announced. */
import { parseRoleArn } from '../kernel/arn.ts';
import type { DesignatedRole, Policy } from './policy.ts';

/** The first designation that covers this role ARN; names are case-sensitive, as in AWS. */
export const findDesignated = (policy: Policy, roleArn: string): DesignatedRole | undefined =>
  policy.roles.find((role) => matchesText(role.pattern, roleArn));

/**
 * The first designation that covers a role of which only account and name are known: sign-in records have lost the
 * path, so only the last segment of a pattern is compared (`role/ops/prod-*` covers the name `prod-admin`).
 */
export const findDesignatedByName = (
  policy: Policy,
  accountId: string,
  roleName: string,
): DesignatedRole | undefined =>
  policy.roles.find((role) => {
    const pattern = parseRoleArn(role.pattern);
    if (pattern === undefined || pattern.accountId !== accountId) return false;
    return matchesText(pattern.name, roleName);
  });

/** `*` stands for any text, also an empty one; everything else for itself. */
export const matchesText = (pattern: string, text: string): boolean => {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
};
