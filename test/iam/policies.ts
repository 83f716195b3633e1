/** Policies and what must be said about them: the specification of how policies are understood. */

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

type Conditions = Readonly<Record<string, unknown>>;

const document = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });

const allow = (Principal: unknown, Condition?: Conditions, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition === undefined ? {} : { Condition }),
  ...more,
});

const deny = (Principal: unknown, Condition?: Conditions, more: object = {}) => ({
  ...allow(Principal, Condition, more),
  Effect: 'Deny',
});

/** A trust policy of one statement. */
const trust = (Principal: unknown, Condition?: Conditions, more: object = {}) =>
  document(allow(Principal, Condition, more));

const everybodyIf = (Condition: Conditions) => trust({ AWS: '*' }, Condition);

/** A policy of a bucket. */
const bucket = (Principal: unknown, Condition?: Conditions, more: object = {}) =>
  document(
    allow(Principal, Condition, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::our-bucket/*', ...more }),
  );

const role = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const root = (accountId: string) => `arn:aws:iam::${accountId}:root`;
const provider = (host: string, accountId = OWN) => ({
  Federated: `arn:aws:iam::${accountId}:oidc-provider/${host}`,
});
const web = { Action: 'sts:AssumeRoleWithWebIdentity' };
const HUB = 'token.actions.githubusercontent.com';
const github = (Condition?: Conditions) => trust(provider(HUB), Condition, web);
const sub = (operator: string, subject: unknown) => ({
  StringEquals: {
    [`${HUB}:aud`]: 'sts.amazonaws.com',
    ...(operator === 'StringEquals' ? { [`${HUB}:sub`]: subject } : {}),
  },
  ...(operator === 'StringEquals' ? {} : { [operator]: { [`${HUB}:sub`]: subject } }),
});

const principals: readonly PolicyCase[] = [
  { name: 'everybody, in one character', policy: trust('*'), says: 'everybody', outside: true },
  { name: 'everybody with an account', policy: trust({ AWS: '*' }), says: 'everybody', outside: true },
  {
    name: 'everybody, in a list',
    policy: trust({ AWS: [root(OWN), '*'] }),
    says: `everybody; account ${OWN}`,
    outside: true,
  },
  {
    name: 'own account by its root',
    policy: trust({ AWS: root(OWN) }),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'own account by its number',
    policy: trust({ AWS: OWN_TOO }),
    says: `account ${OWN_TOO}`,
    outside: false,
  },
  {
    name: 'a number that is no text',
    policy: trust({ AWS: 999999999999 }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an account with hyphens',
    policy: trust({ AWS: '9999-9999-9999' }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'one account twice',
    policy: trust({ AWS: [STRANGER, root(STRANGER)] }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a stranger beside our own',
    policy: trust({ AWS: [root(OWN), root(STRANGER)] }),
    says: `account ${STRANGER}, without external ID; account ${OWN}`,
    outside: true,
  },
  {
    name: 'a role with a path',
    policy: trust({ AWS: role(STRANGER, 'a/path/deployer') }),
    says: `role a/path/deployer of account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'own role',
    policy: trust({ AWS: role(OWN, 'admin') }),
    says: `role admin of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a user',
    policy: trust({ AWS: `arn:aws:iam::${STRANGER}:user/bob` }),
    says: `user bob of account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a session',
    policy: trust({ AWS: `arn:aws:sts::${STRANGER}:assumed-role/ci/build-7` }),
    says: `session build-7 of role ci of account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a federated user',
    policy: trust({ AWS: `arn:aws:sts::${STRANGER}:federated-user/bob` }),
    says: `federated user bob of account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'the partition of China',
    policy: trust({ AWS: `arn:aws-cn:iam::${STRANGER}:root` }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'the partition of the US government, own',
    policy: trust({ AWS: `arn:aws-us-gov:iam::${OWN}:role/x` }),
    says: `role x of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a role that was deleted',
    policy: trust({ AWS: 'AROAEXAMPLEDELETED01' }),
    says: 'the deleted principal AROAEXAMPLEDELETED01',
    outside: true,
  },
  {
    name: 'a user who was deleted',
    policy: trust({ AWS: 'AIDAEXAMPLEDELETED01' }),
    says: 'the deleted principal AIDAEXAMPLEDELETED01',
    outside: true,
  },
  {
    name: 'a wildcard for the account',
    policy: trust({ AWS: 'arn:aws:iam::*:root' }),
    says: 'somebody who could not be understood ("arn:aws:iam::*:root")',
    outside: true,
  },
  {
    name: 'a wildcard for the role, own account',
    policy: trust({ AWS: role(OWN, '*') }),
    says: `role * of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a wildcard for the role of a stranger',
    policy: trust({ AWS: role(STRANGER, 'ci-*') }),
    says: `role ci-* of account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a service',
    policy: trust({ Service: 'lambda.amazonaws.com' }),
    says: 'the AWS service lambda.amazonaws.com',
    outside: false,
  },
  {
    name: 'services of two partitions',
    policy: trust({ Service: ['ec2.amazonaws.com.cn', 'ec2.amazonaws.com'] }),
    says: 'the AWS service ec2.amazonaws.com; the AWS service ec2.amazonaws.com.cn',
    outside: false,
  },
  {
    name: 'what only looks like a service',
    policy: trust({ Service: 'lambda.amazonaws.com.evil.example' }),
    says: 'somebody who could not be understood ("lambda.amazonaws.com.evil.example")',
    outside: true,
  },
  {
    name: 'every service',
    policy: trust({ Service: '*' }),
    says: 'somebody who could not be understood ("*")',
    outside: true,
  },
  {
    name: 'a canonical user',
    policy: bucket({ CanonicalUser: 'ab'.repeat(32) }),
    says: 'the canonical user abababab…abababab',
    outside: true,
  },
  {
    name: 'an unknown type of principal',
    policy: trust({ Martian: 'x' }),
    says: 'somebody who could not be understood ("martian: x")',
    outside: true,
  },
  {
    name: 'types of principals in another case',
    policy: trust({ aws: STRANGER }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a list of principal objects',
    policy: trust([{ AWS: root(OWN) }, { AWS: STRANGER }]),
    says: `account ${STRANGER}, without external ID; account ${OWN}`,
    outside: true,
  },
  {
    name: 'lists in lists',
    policy: trust({ AWS: [[[[STRANGER]]]] }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  { name: 'nobody', policy: trust({ AWS: [] }), says: '', outside: false },
  {
    name: 'an identity policy',
    policy: document({ Effect: 'Allow', Action: '*', Resource: '*' }),
    says: '',
    outside: false,
  },
  {
    name: 'an access identity of CloudFront',
    policy: bucket({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1A' }),
    says: 'user CloudFront Origin Access Identity E1A of an unknown account',
    outside: true,
  },
  {
    name: 'hostile text as a principal',
    policy: trust({ AWS: 'x\n\u001b[31m\u202eALLOWED; everybody' }),
    says: 'somebody who could not be understood ("x [31m ALLOWED; everybody")',
    outside: true,
  },
  {
    name: 'everybody but one',
    policy: document({ Effect: 'Allow', NotPrincipal: { AWS: root(STRANGER) }, Action: 'sts:AssumeRole' }),
    says: `everybody but ${root(STRANGER)}`,
    outside: true,
  },
  {
    name: 'everybody but our own',
    policy: document({
      Effect: 'Allow',
      NotPrincipal: { AWS: [root(OWN), role(OWN, 'x')] },
      Action: 'sts:*',
    }),
    says: `everybody but ${root(OWN)}, ${role(OWN, 'x')}`,
    outside: true,
  },
];

const actions: readonly PolicyCase[] = [
  {
    name: 'every action of STS',
    policy: trust(STRANGER, undefined, { Action: 'sts:*' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'every action',
    policy: trust(STRANGER, undefined, { Action: '*' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an action with wildcards in odd case',
    policy: trust(STRANGER, undefined, { Action: ['STS:a??umeR*'] }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'all actions but another one',
    policy: trust(STRANGER, undefined, { Action: undefined, NotAction: 'sts:TagSession' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'all actions but this one',
    policy: trust(STRANGER, undefined, { Action: undefined, NotAction: ['sts:Assume*'] }),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'another action only',
    policy: trust(STRANGER, undefined, { Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'an action nobody understands',
    policy: trust(STRANGER, undefined, { Action: { odd: true } }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'no action at all',
    policy: trust(STRANGER, undefined, { Action: undefined }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
];

const forms: readonly PolicyCase[] = [
  {
    name: 'a text',
    policy: JSON.stringify(trust(STRANGER)),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a URL-encoded text',
    policy: encodeURIComponent(JSON.stringify(trust(STRANGER), null, 2)),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a text in a text',
    policy: JSON.stringify(JSON.stringify(trust(STRANGER))),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an encoded text in a text',
    policy: JSON.stringify(encodeURIComponent(JSON.stringify(trust(STRANGER)))),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'one statement without a list',
    policy: { Statement: allow(STRANGER) },
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a statement without a policy around it',
    policy: allow(STRANGER),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a list of statements',
    policy: [allow(root(OWN)), allow(STRANGER)],
    says: `account ${STRANGER}, without external ID; account ${OWN}`,
    outside: true,
  },
  {
    name: 'elements in lower case',
    policy: { statement: { effect: 'Allow', principal: { aws: STRANGER }, action: 'sts:AssumeRole' } },
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an effect in lower case',
    policy: trust(STRANGER, undefined, { Effect: 'allow' }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a denial in lower case denies nobody',
    policy: document(allow(STRANGER), { ...deny('*'), Effect: 'deny' }),
    says: `everybody; account ${STRANGER}, without external ID`,
    outside: true,
  },
  { name: 'no statements', policy: { Version: '2012-10-17', Statement: [] }, says: '', outside: false },
  {
    name: 'keys of a prototype',
    policy: `{"__proto__":{"Statement":[]},"constructor":{"prototype":1},"Statement":{"Effect":"Allow","Principal":{"AWS":"${STRANGER}","__proto__":{"AWS":"*"}},"Action":"sts:AssumeRole","Condition":{"constructor":{"toString":"x"},"StringEquals":{"hasOwnProperty":"x"}}}}`,
    says: `account ${STRANGER}, under a condition on hasOwnProperty, without external ID`,
    outside: true,
  },
];

const identityConditions: readonly PolicyCase[] = [
  {
    name: 'everybody of an unknown organization',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalOrgID': 'o-theirs0000' } }),
    says: 'everybody in organization o-theirs0000',
    outside: true,
  },
  {
    name: 'everybody of our organization',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'everybody of any organization',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'organizations that begin like ours',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalOrgID': 'o-ours*' } }),
    says: 'somebody who could not be understood ("o-ours*")',
    outside: true,
  },
  {
    name: 'our organization, if there is one',
    policy: everybodyIf({ StringEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'all values of our organization',
    policy: everybodyIf({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'all values of our organization, and the key must be there',
    policy: everybodyIf({
      'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
      Null: { 'aws:PrincipalOrgId': 'false' },
    }),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a path in our organization',
    policy: everybodyIf({
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION}/r-ab12/ou-ab12-11111111/*` },
    }),
    says: `everybody in organization ${OWN_ORGANIZATION}/r-ab12/ou-ab12-11111111/*`,
    outside: false,
  },
  {
    name: 'everybody outside an organization',
    policy: everybodyIf({ StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'the organization of the resource',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
    says: 'its own organization',
    outside: false,
  },
  {
    name: 'the organization of the caller',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalOrgID}' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a condition on the resource',
    policy: everybodyIf({
      StringEquals: { 'aws:ResourceAccount': OWN, 'aws:ResourceOrgID': OWN_ORGANIZATION },
    }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'an organization managed by our account',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalOrgMasterAccountId': OWN } }),
    says: `everybody in organization ${OWN}`,
    outside: false,
  },
  {
    name: 'a member of an organization',
    policy: trust({ AWS: STRANGER }, { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    says: `account ${STRANGER}, within organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'own account by condition, key in odd case',
    policy: everybodyIf({ StringEquals: { 'AWS:principalaccount': OWN } }),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'own account or any',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalAccount': [OWN, '*'] } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'twelve question marks',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalAccount': '????????????' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'accounts that begin like ours',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalAccount': '1111*' } }),
    says: 'somebody who could not be understood ("1111*")',
    outside: true,
  },
  {
    name: 'two accounts by condition',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalAccount': [OWN, VENDOR] } }),
    says: `account ${VENDOR} (Acme), without external ID; account ${OWN}`,
    outside: true,
  },
  {
    name: 'a stranger who must be of our account',
    policy: trust({ AWS: root(STRANGER) }, { StringEquals: { 'aws:PrincipalAccount': OWN } }),
    says: '',
    outside: false,
  },
  {
    name: 'the account of the resource',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }),
    says: 'its own account',
    outside: false,
  },
  {
    name: 'the account of the caller',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'own role by condition',
    policy: everybodyIf({ ArnLike: { 'aws:PrincipalArn': role(OWN, 'ci-*') } }),
    says: `role ci-* of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a role in any account',
    policy: everybodyIf({
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/OrganizationAccountAccessRole' },
    }),
    says: 'role OrganizationAccountAccessRole of an unknown account, without external ID',
    outside: true,
  },
  {
    name: 'a role in any account of ours',
    policy: everybodyIf({
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' },
      StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
    }),
    says: `role x of an unknown account, within organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a role in two accounts',
    policy: everybodyIf({
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' },
      StringEquals: { 'aws:PrincipalAccount': [OWN, STRANGER] },
    }),
    says: `role x of account ${STRANGER}, without external ID; role x of account ${OWN}`,
    outside: true,
  },
  {
    name: 'an ARN whose wildcard runs over the account',
    policy: everybodyIf({ StringLike: { 'aws:PrincipalArn': `arn:*:iam::${OWN}:role/x` } }),
    says: `role x of an unknown account, without external ID`,
    outside: true,
  },
  {
    name: 'an ARN whose wildcard stays in its part',
    policy: everybodyIf({ ArnLike: { 'aws:PrincipalArn': `arn:*:iam::${OWN}:role/x` } }),
    says: `role x of account ${OWN}`,
    outside: false,
  },
  {
    name: 'an ARN of anybody',
    policy: everybodyIf({ ArnLike: { 'aws:PrincipalArn': 'arn:*:*:*:*:*' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'one role of a trusted account',
    policy: trust({ AWS: root(VENDOR) }, { ArnEquals: { 'aws:PrincipalArn': role(VENDOR, 'scanner') } }),
    says: `role scanner of account ${VENDOR} (Acme), without external ID`,
    outside: true,
  },
  {
    name: 'a unique id',
    policy: everybodyIf({ StringLike: { 'aws:userId': 'AROAEXAMPLE000000001:*' } }),
    says: 'somebody who could not be understood ("AROAEXAMPLE000000001:*")',
    outside: true,
  },
  {
    name: 'callers of a key in our account',
    policy: bucket(
      { AWS: '*' },
      { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      { Action: 'kms:*', Resource: '*' },
    ),
    says: `account ${OWN}, through s3.eu-central-1.amazonaws.com`,
    outside: false,
  },
  {
    name: 'the default policy of a topic',
    policy: bucket(
      { AWS: '*' },
      { StringEquals: { 'AWS:SourceOwner': OWN } },
      { Action: 'SNS:Publish', Resource: '*' },
    ),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'services on behalf of our account',
    policy: bucket('*', { StringEquals: { 'aws:SourceAccount': OWN } }),
    says: `account ${OWN}, through a service of AWS`,
    outside: false,
  },
  {
    name: 'services on behalf of a stranger',
    policy: bucket('*', { StringEquals: { 'aws:SourceAccount': STRANGER } }),
    says: `account ${STRANGER}, through a service of AWS`,
    outside: true,
  },
  {
    name: 'a source that does not tell its account',
    policy: bucket('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:a-bucket' } }),
    says: 'somebody who could not be understood ("arn:aws:s3:*:*:a-bucket"), through a service of AWS',
    outside: true,
  },
  {
    name: 'a source of ours',
    policy: bucket('*', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWN}:topic` } }),
    says: `somebody who could not be understood ("arn:aws:sns:*:${OWN}:topic"), through a service of AWS`,
    outside: false,
  },
  {
    name: 'a service of AWS for a stranger',
    policy: bucket({ Service: 's3.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': STRANGER } }),
    says: `the AWS service s3.amazonaws.com, for ${STRANGER}`,
    outside: true,
  },
  {
    name: 'a service of AWS for us',
    policy: bucket(
      { Service: 's3.amazonaws.com' },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::our-bucket' }, StringEquals: { 'aws:SourceAccount': OWN } },
    ),
    says: 'the AWS service s3.amazonaws.com, for arn:aws:s3:::our-bucket',
    outside: false,
  },
  {
    name: 'a service of AWS for everybody',
    policy: bucket({ Service: 'sns.amazonaws.com' }),
    says: 'the AWS service sns.amazonaws.com, for every account',
    outside: false,
  },
  {
    name: 'only services of AWS',
    policy: bucket('*', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }),
    says: 'services of AWS, for every account',
    outside: false,
  },
];

const conditions: readonly PolicyCase[] = [
  {
    name: 'an external ID',
    policy: trust(STRANGER, { StringEquals: { 'sts:ExternalId': 'hunter2' } }),
    says: `account ${STRANGER}, with the external ID`,
    outside: true,
  },
  {
    name: 'any external ID',
    policy: trust(STRANGER, { StringLike: { 'sts:ExternalId': '*' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an external ID or any',
    policy: trust(STRANGER, { StringLike: { 'sts:ExternalId': ['hunter2', '?*'] } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an external ID if there is one',
    policy: trust(STRANGER, { StringEqualsIfExists: { 'sts:ExternalId': 'hunter2' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an external ID that must only be there',
    policy: trust(STRANGER, { Null: { 'sts:ExternalId': 'false' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'no external ID',
    policy: trust(STRANGER, { Null: { 'sts:ExternalId': 'true' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'any external ID but one',
    policy: trust(STRANGER, { StringNotEquals: { 'sts:ExternalId': 'hunter2' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'external IDs of a pattern',
    policy: trust(STRANGER, { StringLike: { 'sts:ExternalId': 'hunt*' } }),
    says: `account ${STRANGER}, with an external ID of a pattern`,
    outside: true,
  },
  {
    name: 'several external IDs',
    policy: trust(STRANGER, { StringEquals: { 'sts:ExternalId': ['hunter2', 'hunter3'] } }),
    says: `account ${STRANGER}, with one of several external IDs`,
    outside: true,
  },
  {
    name: 'one way with and one without external ID',
    policy: document(allow(STRANGER, { StringEquals: { 'sts:ExternalId': 'hunter2' } }), allow(STRANGER)),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'MFA',
    policy: trust(STRANGER, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'MFA as a boolean',
    policy: trust(STRANGER, { Bool: { 'aws:MultiFactorAuthPresent': true } }),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'MFA if the key is there',
    policy: trust(STRANGER, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'MFA or not',
    policy: trust(STRANGER, { Bool: { 'aws:MultiFactorAuthPresent': ['true', 'false'] } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a recent MFA',
    policy: trust(STRANGER, { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'a recent MFA if there was one',
    policy: trust(STRANGER, { NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'MFA by the presence of its age',
    policy: trust(STRANGER, { Null: { 'aws:MultiFactorAuthAge': 'false' } }),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'the presence of the MFA flag, which says nothing',
    policy: trust(STRANGER, { Null: { 'aws:MultiFactorAuthPresent': 'false' } }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a network',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    says: 'everybody, from 203.0.113.0/24',
    outside: true,
  },
  {
    name: 'every network',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'both halves of the internet',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'every network of version 6 beside one of version 4',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '::/0'] } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'all that is public in version 6',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': '2000::/3' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'networks of version 6',
    policy: everybodyIf({ IpAddress: { 'aws:SourceIp': ['2001:db8::/32', '203.0.113.7'] } }),
    says: 'everybody, from 2001:db8::/32 or 203.0.113.7',
    outside: true,
  },
  {
    name: 'every network but one',
    policy: everybodyIf({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a VPC endpoint',
    policy: bucket('*', { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }),
    says: 'everybody, from VPC endpoint vpce-0a1b2c3d',
    outside: true,
  },
  {
    name: 'any VPC',
    policy: bucket('*', { StringLike: { 'aws:SourceVpc': 'vpc-*' } }),
    says: 'everybody, from VPC vpc-*',
    outside: true,
  },
  {
    name: 'an address inside of any VPC',
    policy: bucket('*', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a page that links here',
    policy: bucket('*', { StringLike: { 'aws:Referer': 'https://ours.example/*' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a program',
    policy: bucket('*', { StringEquals: { 'aws:UserAgent': 'our-secret-agent' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'encryption on the way',
    policy: bucket('*', { Bool: { 'aws:SecureTransport': 'true' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a tag that the caller brings',
    policy: everybodyIf({ StringEquals: { 'aws:RequestTag/team': 'ours', 'aws:PrincipalTag/team': 'ours' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a session name',
    policy: everybodyIf({ StringEquals: { 'sts:RoleSessionName': 'only-we-know' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a kind of principal',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }),
    says: 'everybody, as AssumedRole',
    outside: true,
  },
  {
    name: 'a time',
    policy: trust(STRANGER, { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }),
    says: `account ${STRANGER}, until 2027-01-01T00:00:00Z, without external ID`,
    outside: true,
  },
  {
    name: 'the absence of an organization',
    policy: everybodyIf({ Null: { 'aws:PrincipalOrgID': 'true' } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'an operator that does not exist',
    policy: everybodyIf({ StringMatches: { 'aws:PrincipalAccount': OWN } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a condition without values',
    policy: everybodyIf({ StringEquals: { 'aws:PrincipalAccount': [] } }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a condition that is no object',
    policy: trust({ AWS: '*' }, undefined, { Condition: ['x', 7] }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a key nobody knows',
    policy: everybodyIf({ StringEquals: { 'vendor:Secret': 'hunter2' } }),
    says: 'everybody, under a condition on vendor:Secret',
    outside: true,
  },
];

const federation: readonly PolicyCase[] = [
  {
    name: 'our SAML provider',
    policy: trust(
      { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      { Action: 'sts:AssumeRoleWithSAML' },
    ),
    says: 'the SAML provider Okta',
    outside: false,
  },
  {
    name: "a stranger's SAML provider",
    policy: trust({ Federated: `arn:aws:iam::${STRANGER}:saml-provider/Okta` }, undefined, {
      Action: 'sts:AssumeRoleWithSAML',
    }),
    says: 'the SAML provider Okta of account 999999999999',
    outside: true,
  },
  {
    name: 'one person of our SAML provider',
    policy: trust(
      { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
      { StringEquals: { 'saml:sub': 'jane' } },
      { Action: 'sts:AssumeRoleWithSAML' },
    ),
    says: 'the SAML provider Okta, for subject jane',
    outside: false,
  },
  { name: 'GitHub without any condition', policy: github(), says: 'everybody at GitHub', outside: true },
  {
    name: 'GitHub with an audience only',
    policy: github({ StringEquals: { [`${HUB}:aud`]: 'sts.amazonaws.com' } }),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one branch',
    policy: github(sub('StringEquals', 'repo:example/app:ref:refs/heads/main')),
    says: 'GitHub, for repo example/app on refs/heads/main',
    outside: false,
  },
  {
    name: 'GitHub, one branch, new subject',
    policy: github(sub('StringEquals', 'repo:example@12/app@34:ref:refs/heads/main')),
    says: 'GitHub, for repo example/app on refs/heads/main',
    outside: false,
  },
  {
    name: 'GitHub, an environment',
    policy: github(sub('StringLike', 'repo:example/app:environment:prod')),
    says: 'GitHub, for repo example/app in environment prod',
    outside: false,
  },
  {
    name: 'GitHub, pull requests',
    policy: github(sub('StringEquals', 'repo:example/app:pull_request')),
    says: 'GitHub, for repo example/app on pull requests',
    outside: false,
  },
  {
    name: 'GitHub, every branch of one repository',
    policy: github(sub('StringLike', 'repo:example/app:*')),
    says: 'GitHub, for repo example/app, for every branch',
    outside: false,
  },
  {
    name: 'GitHub, an organization',
    policy: github(sub('StringLike', 'repo:example/*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, an organization by its id',
    policy: github(sub('StringLike', 'repo:example@12/*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, an id that may run on',
    policy: github(sub('StringLike', 'repo:example@*/app@*:ref:refs/heads/main')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, names that begin alike',
    policy: github(sub('StringLike', 'repo:example/app*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, organizations that begin alike',
    policy: github(sub('StringLike', 'repo:example*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, an organization that begins alike, with a repository',
    policy: github(sub('StringLike', 'repo:exam*/app:ref:refs/heads/main')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, every repository',
    policy: github(sub('StringLike', 'repo:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one branch of every repository',
    policy: github(sub('StringLike', '*:ref:refs/heads/main')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one repository or all',
    policy: github(sub('StringLike', ['repo:example/app:*', 'repo:*'])),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, the subject if there is one',
    policy: github(sub('StringLikeIfExists', 'repo:example/app:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, all values of the subject',
    policy: github(sub('ForAllValues:StringLike', 'repo:example/app:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, any subject but one',
    policy: github(sub('StringNotLike', 'repo:evil/*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, two repositories',
    policy: github(
      sub('StringEquals', ['repo:example/app:ref:refs/heads/main', 'repo:example/web:environment:prod']),
    ),
    says: 'GitHub, for repo example/app on refs/heads/main; GitHub, for repo example/web in environment prod',
    outside: false,
  },
  {
    name: 'GitHub, the claim that names the repository',
    policy: github({ StringEquals: { [`${HUB}:repository`]: 'example/app' } }),
    says: 'GitHub, for repo example/app',
    outside: false,
  },
  {
    name: 'GitHub, the claim that names the owner',
    policy: github({ StringEquals: { [`${HUB}:repository_owner`]: 'example' } }),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub in odd case',
    policy: github({ stringlike: { [`${HUB}:SUB`]: 'repo:example/app:*' } }),
    says: 'GitHub, for repo example/app, for every branch',
    outside: false,
  },
  {
    name: 'GitLab, a group',
    policy: trust(
      provider('gitlab.com'),
      { StringLike: { 'gitlab.com:sub': 'project_path:example/*:ref_type:branch:ref:main' } },
      web,
    ),
    says: 'GitLab, for every project of example',
    outside: true,
  },
  {
    name: 'GitLab, a project in a subgroup',
    policy: trust(
      provider('gitlab.com'),
      { StringLike: { 'gitlab.com:sub': 'project_path:example/team/app:ref_type:branch:ref:main' } },
      web,
    ),
    says: 'GitLab, for project example/team/app on main',
    outside: false,
  },
  {
    name: 'Terraform, everybody',
    policy: trust(
      provider('app.terraform.io'),
      { StringEquals: { 'app.terraform.io:aud': 'aws.workload.identity' } },
      web,
    ),
    says: 'everybody at HCP Terraform',
    outside: true,
  },
  {
    name: 'Buildkite, a pipeline',
    policy: trust(
      provider('agent.buildkite.com'),
      { StringLike: { 'agent.buildkite.com:sub': 'organization:acme:pipeline:deploy:ref:*' } },
      web,
    ),
    says: 'Buildkite, for pipeline acme/deploy',
    outside: false,
  },
  {
    name: 'a service account of our cluster',
    policy: trust(
      provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'),
      { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:prod:app' } },
      web,
    ),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc, for subject system:serviceaccount:prod:app',
    outside: false,
  },
  {
    name: 'our whole cluster',
    policy: trust(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'), undefined, web),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc, for every subject',
    outside: false,
  },
  {
    name: "a stranger's cluster",
    policy: trust(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC', STRANGER), undefined, web),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc of account 999999999999, for every subject',
    outside: true,
  },
  {
    name: 'an identity pool, logged in',
    policy: trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      },
      web,
    ),
    says: 'Cognito, for identity pool eu-west-1:0a, logged in',
    outside: false,
  },
  {
    name: 'an identity pool, not logged in',
    policy: trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
      },
      web,
    ),
    says: 'Cognito, for identity pool eu-west-1:0a, without login',
    outside: true,
  },
  {
    name: 'Cognito, every pool',
    policy: trust({ Federated: 'cognito-identity.amazonaws.com' }, undefined, web),
    says: 'everybody at Cognito, without login',
    outside: true,
  },
  {
    name: 'Google, everybody who uses an app',
    policy: trust(
      { Federated: 'accounts.google.com' },
      { StringEquals: { 'accounts.google.com:aud': '12-ab.apps.googleusercontent.com' } },
      web,
    ),
    says: 'everybody at Google, through one app',
    outside: true,
  },
  {
    name: 'Google, one person',
    policy: trust(
      { Federated: 'accounts.google.com' },
      { StringEquals: { 'accounts.google.com:sub': '110248495921238986420' } },
      web,
    ),
    says: 'Google, for one person',
    outside: false,
  },
  {
    name: 'a host AWS does not know',
    policy: trust({ Federated: 'login.evil.example' }, undefined, web),
    says: 'the identity provider login.evil.example',
    outside: true,
  },
];

const denials: readonly PolicyCase[] = [
  {
    name: 'a Deny for everybody but our organization',
    policy: document(allow('*'), deny('*', { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } })),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a Deny for everybody but our account',
    policy: document(
      allow({ AWS: ['*', STRANGER] }),
      deny('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }),
    ),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny that spares whoever lacks the key',
    policy: document(
      allow('*'),
      deny('*', { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny with a list of values',
    policy: document(
      allow('*'),
      deny('*', { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION}/*` } }),
    ),
    says: `everybody in organization ${OWN_ORGANIZATION}/*`,
    outside: false,
  },
  {
    name: 'a Deny of one organization',
    policy: document(allow('*'), deny('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-theirs0000' } })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for everybody but those named',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: [root(OWN), role(OWN, 'x')] },
      Action: 'sts:AssumeRole',
    }),
    says: `account ${OWN}; role x of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny for everybody but those named, everybody among them',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: [root(OWN), '*'] },
      Action: 'sts:AssumeRole',
    }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for everybody but those named, under a condition',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: root(OWN) },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for all',
    policy: document(allow({ AWS: ['*', STRANGER] }), deny('*')),
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of another action',
    policy: document(allow(STRANGER), deny('*', undefined, { Action: 'sts:TagSession' })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of some of the actions',
    policy: document(
      allow(STRANGER, undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: 'sts:Assume*' }),
    ),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of the action that matters',
    policy: document(
      allow(STRANGER, undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: 'STS:assume*' }),
    ),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of all but another action',
    policy: document(
      allow(STRANGER),
      deny('*', undefined, { Action: undefined, NotAction: 'sts:TagSession' }),
    ),
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of all but this action',
    policy: document(allow(STRANGER), deny('*', undefined, { Action: undefined, NotAction: 'sts:Assume*' })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of another resource',
    policy: document(
      allow('*', undefined, { Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }),
      deny('*', undefined, { Action: 's3:*', Resource: 'arn:aws:s3:::b' }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny of the whole resource',
    policy: document(
      allow('*', undefined, { Action: 's3:Get*', Resource: 'arn:aws:s3:::b/a/*' }),
      deny(
        '*',
        { StringNotEquals: { 'aws:PrincipalAccount': [OWN, OWN_TOO] } },
        { Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] },
      ),
    ),
    says: `account ${OWN}; account ${OWN_TOO}`,
    outside: false,
  },
  {
    name: 'a Deny of the stranger',
    policy: document(allow({ AWS: [role(STRANGER, 'x'), root(OWN)] }), deny({ AWS: root(STRANGER) })),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny of one role of the stranger',
    policy: document(allow({ AWS: [STRANGER] }), deny({ AWS: role(STRANGER, 'x') })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without encryption',
    policy: document(allow('*'), deny('*', { Bool: { 'aws:SecureTransport': 'false' } })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny without MFA',
    policy: document(allow(STRANGER), deny('*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without MFA that spares keys',
    policy: document(allow(STRANGER), deny('*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without external ID',
    policy: document(allow(STRANGER), deny('*', { StringNotEquals: { 'sts:ExternalId': 'hunter2' } })),
    says: `account ${STRANGER}, with the external ID`,
    outside: true,
  },
  {
    name: 'a data perimeter',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a data perimeter with another way out',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
      }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a data perimeter that spares one account of a stranger',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION, 'aws:PrincipalAccount': STRANGER },
      }),
    ),
    says: `account ${STRANGER}, without external ID; everybody in organization ${OWN_ORGANIZATION}`,
    outside: true,
  },
  {
    name: 'a network by a Deny',
    policy: document(allow('*'), deny('*', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
    says: 'everybody, from 203.0.113.0/24',
    outside: true,
  },
  {
    name: 'a Deny with a condition nobody can read',
    policy: document(allow('*'), deny('*', undefined, { Condition: 'x' })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for whoever has an account spares web identities',
    policy: document(
      allow(provider(HUB), undefined, { Action: 'sts:*' }),
      deny({ AWS: '*' }, undefined, { Action: 'sts:*' }),
    ),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'a Deny for everybody does not',
    policy: document(
      allow(provider(HUB), undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: '*' }),
    ),
    says: '',
    outside: false,
  },
];

export const POLICY_CASES: readonly PolicyCase[] = [
  ...principals,
  ...actions,
  ...forms,
  ...identityConditions,
  ...conditions,
  ...federation,
  ...denials,
];
