/** What the cases are made of: accounts, statements, documents. */

export const OWN = '111122223333';
export const OWN_TOO = '444455556666';
export const VENDOR = '777788889999';
export const STRANGER = '999999999999';
export const OWN_ORGANIZATION = 'o-ours000000';

export interface PolicyCase {
  readonly name: string;
  /** In whatever form a record may hold it. */
  readonly policy: unknown;
  /** What is said. */
  readonly says: string;
  readonly outside: boolean;
  readonly actions?: readonly string[];
}

export type Conditions = Readonly<Record<string, unknown>>;

export const document = (...statements: readonly unknown[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});

export const allow = (Principal: unknown, Condition?: Conditions, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition === undefined ? {} : { Condition }),
  ...more,
});

export const deny = (Principal: unknown, Condition?: Conditions, more: object = {}) => ({
  ...allow(Principal, Condition, more),
  Effect: 'Deny',
});

/** A trust policy of one statement. */
export const trust = (Principal: unknown, Condition?: Conditions, more: object = {}) =>
  document(allow(Principal, Condition, more));

export const everybodyIf = (Condition: Conditions) => trust({ AWS: '*' }, Condition);

/** A policy of a bucket. */
export const bucket = (Principal: unknown, Condition?: Conditions, more: object = {}) =>
  document(
    allow(Principal, Condition, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::our-bucket/*', ...more }),
  );

export const role = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;
export const root = (accountId: string) => `arn:aws:iam::${accountId}:root`;
export const provider = (host: string, accountId = OWN) => ({
  Federated: `arn:aws:iam::${accountId}:oidc-provider/${host}`,
});
export const web = { Action: 'sts:AssumeRoleWithWebIdentity' };
export const HUB = 'token.actions.githubusercontent.com';
export const github = (Condition?: Conditions) => trust(provider(HUB), Condition, web);
export const sub = (operator: string, subject: unknown) => ({
  StringEquals: {
    [`${HUB}:aud`]: 'sts.amazonaws.com',
    ...(operator === 'StringEquals' ? { [`${HUB}:sub`]: subject } : {}),
  },
  ...(operator === 'StringEquals' ? {} : { [operator]: { [`${HUB}:sub`]: subject } }),
});
