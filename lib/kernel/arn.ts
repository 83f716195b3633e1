/** Amazon Resource Names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
}

/** Splits an ARN of any partition; `undefined` when the text is none. */
export const parseArn = (text: string): Arn | undefined => {
  const [prefix, partition, service, region, accountId, ...rest] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || rest.length === 0) return undefined;
  return { partition, service, region: region ?? '', accountId: accountId ?? '', resource: rest.join(':') };
};

export interface RoleArn {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** `/` or `/a/path/`; may hold nearly any printable character, so it is hostile text. */
  readonly path: string;
  readonly name: string;
}

/** Reads `arn:<partition>:iam::<account>:role/<path/><name>`; `undefined` when the text is no role ARN. */
export const parseRoleArn = (text: string): RoleArn | undefined => {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return undefined;
  const path = arn.resource.slice('role'.length, arn.resource.lastIndexOf('/') + 1);
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
  if (name === '') return undefined;
  return { arn: text, partition: arn.partition, accountId: arn.accountId, path, name };
};

export interface AssumedRoleArn {
  readonly partition: string;
  readonly accountId: string;
  readonly roleName: string;
  readonly sessionName: string;
}

/** Reads `arn:<partition>:sts::<account>:assumed-role/<role name>/<session>`; the role's path is lost in it. */
export const parseAssumedRoleArn = (text: string): AssumedRoleArn | undefined => {
  const arn = parseArn(text);
  if (arn?.service !== 'sts') return undefined;
  const [kind, roleName, ...session] = arn.resource.split('/');
  if (kind !== 'assumed-role' || !roleName) return undefined;
  return {
    partition: arn.partition,
    accountId: arn.accountId,
    roleName,
    sessionName: session.join('/'),
  };
};

export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);
