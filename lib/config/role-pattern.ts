/** How a role is designated: its ARN, in which `*` stands for any text of path and name, or for every listed account. */
import { PARTITIONS } from '../kernel/partition.ts';
import { fail, ok, type Result } from '../kernel/result.ts';

export interface RolePattern {
  /** `aws`, `aws-cn`, ... */
  readonly partition: string;
  /** 12 digits, or `*`. */
  readonly account: string;
  /** Path and name behind `role/`, without a slash at the beginning. */
  readonly role: string;
}

const EXAMPLE = 'arn:aws:iam::111122223333:role/prod-admin';

/**
 * Reads a pattern, or says in words what is wrong with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (characters and lengths)
 */
export const parseRolePattern = (text: string): Result<RolePattern, string> => {
  const [prefix, partition = '', service, , account = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  const wrong =
    wrongKind({ prefix, partition, service, resource }) ??
    wrongAccount(account) ??
    wrongRole(resource.slice('role/'.length));
  return wrong === undefined ? ok({ partition, account, role: resource.slice('role/'.length) }) : fail(wrong);
};

/** True when nothing of path and name is pinned. */
export const designatesEveryRole = ({ role }: RolePattern): boolean => /^[*/]+$/.test(role);

interface ArnParts {
  readonly prefix: string | undefined;
  readonly partition: string;
  readonly service: string | undefined;
  readonly resource: string;
}

const wrongKind = ({ prefix, partition, service, resource }: ArnParts): string | undefined => {
  if (prefix !== 'arn') return `is not the ARN of a role; write the whole of it, e.g. ${EXAMPLE}`;
  if (!PARTITIONS.some(({ id }) => id === partition)) {
    const known = PARTITIONS.map(({ id }) => id).join(', ');
    return `is in no partition of AWS; known are ${known}: write e.g. ${EXAMPLE}`;
  }
  if (service === 'sts') return `is the ARN of a session; write the one of its role, e.g. ${EXAMPLE}`;
  if (service !== 'iam' || !resource.startsWith('role/')) {
    return `is not the ARN of a role; write e.g. ${EXAMPLE}`;
  }
  return undefined;
};

const wrongAccount = (account: string): string | undefined => {
  if (account === '*' || /^\d{12}$/.test(account)) return undefined;
  return 'holds no account number of 12 digits; write the number of a listed account, or * for all of them';
};

const wrongRole = (role: string): string | undefined => {
  const name = role.slice(role.lastIndexOf('/') + 1);
  if (name === '') return `names no role behind role/; write e.g. ${EXAMPLE}`;
  if (role.includes('?')) return 'holds a ?, which no role name can; only * stands for any text';
  if (role.includes('**')) return 'holds **, which says no more than *; write one *';
  if (!/^[\x21-\x7E]+$/.test(role) || !/^[\w+=,.@*-]+$/.test(name)) {
    return 'holds characters no role name can; IAM allows letters, digits and +=,.@_-';
  }
  if (name.replaceAll('*', '').length > 64)
    return 'has a name of more than 64 characters, which no role can have';
  return undefined;
};
