/**
 * Conditions that speak of the caller: which callers they admit.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { isAccountId } from '../kernel/arn.ts';
import { type ConditionTest, variableIn } from './condition-test.ts';
import { type Demands, isTrue } from './demands.ts';
import { hasWildcard } from './glob.ts';
import type { Ours } from './ours.ts';
import { inAccount, organization, readArnPattern, unclear } from './read-principal.ts';
import { distinct, type Who } from './who.ts';

export interface Admitted {
  /** The callers themselves, or what a service of AWS acts for. */
  readonly side: 'caller' | 'source';
  /** The more exact test gives the name: an ARN says more than its account, an account more than its organisation. */
  readonly rank: number;
  readonly whos: readonly Who[];
  /** In words, where the caller does not come himself. */
  readonly through?: string;
}

/** Longer than any ARN of IAM. */
const LONGEST_VALUE = 700;

type ReadValue = (value: string, ours: Ours, test: ConditionTest) => Who;

const EVERYONE: Who = { kind: 'everyone', principal: '*', outside: true };

/** Everything ours has to be said in the policy's own words: the account or organisation of the resource. */
const OWN_ACCOUNT = 'aws:resourceaccount';
const OWN_ORGANIZATION = 'aws:resourceorgid';

const readAccount: ReadValue = (value, ours, test) => {
  if (isAccountId(value)) return inAccount('account', value, value, ours);
  if (variableIn(value) === OWN_ACCOUNT) return { kind: 'account', principal: value, outside: false };
  return anyAccount(value, test) ? EVERYONE : unclear(value);
};

const anyAccount = (value: string, test: ConditionTest): boolean =>
  test.comparison !== 'equals' && /^[*?]+$/.test(value);

const readOrganization: ReadValue = (value, ours) => {
  if (variableIn(value) === OWN_ORGANIZATION)
    return { kind: 'organization', principal: value, outside: false };
  // `o-abc/r-def/ou-ghi/*`: a path in an organisation.
  const id = value.split('/')[0] ?? '';
  if (/^(o-)?[*?]+$/.test(id)) return EVERYONE;
  return hasWildcard(id) || !/^o-[a-z0-9]+$/.test(id) ? unclear(value) : organization(value, id, ours);
};

const readManager: ReadValue = (value, ours) => organization(value, '', ours, value);

const readArnValue: ReadValue = (value, ours, test) => {
  if (value.includes('${')) return readVariableArn(value);
  return readArnPattern(value, ours, test.comparison === 'like');
};

/** `arn:aws:iam::${aws:ResourceAccount}:role/x` */
const readVariableArn = (value: string): Who =>
  /^arn:[\w-]+:[\w-]+:[\w-]*:\$\{aws:ResourceAccount\}:/i.test(value)
    ? { kind: 'role', principal: value, outside: false }
    : unclear(value);

const readUserId: ReadValue = (value, ours) => {
  if (isAccountId(value)) return inAccount('account', value, value, ours);
  return unclear(value);
};

const readService: ReadValue = (value) => ({ kind: 'service', principal: value, outside: false });

/** The condition asks for whom a service of AWS acts: only such a service meets it. */
export const THROUGH_SERVICE = 'through a service of AWS';

/** Whoever the access point lets in: its policy is one of its own. */
const ACCESS_POINT = 'through an access point';

interface CallerKey {
  readonly side: Admitted['side'];
  readonly rank: number;
  readonly read: ReadValue;
  readonly through?: string;
}

const KEYS = new Map<string, CallerKey>([
  ['aws:principalarn', { side: 'caller', rank: 6, read: readArnValue }],
  ['aws:userid', { side: 'caller', rank: 5, read: readUserId }],
  ['aws:principalaccount', { side: 'caller', rank: 4, read: readAccount }],
  ['kms:calleraccount', { side: 'caller', rank: 4, read: readAccount }],
  // What the default policy of an SNS topic asks for.
  ['aws:sourceowner', { side: 'caller', rank: 4, read: readAccount }],
  ['lambda:sourcefunctionarn', { side: 'caller', rank: 3, read: readArnValue }],
  ['ec2:sourceinstancearn', { side: 'caller', rank: 3, read: readArnValue }],
  ['aws:principalorgid', { side: 'caller', rank: 1, read: readOrganization }],
  ['aws:principalorgpaths', { side: 'caller', rank: 1, read: readOrganization }],
  ['aws:principalorgmasteraccountid', { side: 'caller', rank: 1, read: readManager }],
  ['aws:principalservicename', { side: 'caller', rank: 2, read: readService }],
  ['aws:principalservicenameslist', { side: 'caller', rank: 2, read: readService }],
  ['aws:sourcearn', { side: 'source', rank: 3, read: readArnValue }],
  ['s3:dataaccesspointarn', { side: 'source', rank: 3, read: readArnValue, through: ACCESS_POINT }],
  ['aws:sourceaccount', { side: 'source', rank: 2, read: readAccount }],
  ['s3:dataaccesspointaccount', { side: 'source', rank: 2, read: readAccount, through: ACCESS_POINT }],
  ['aws:sourceorgid', { side: 'source', rank: 1, read: readOrganization }],
  ['aws:sourceorgpaths', { side: 'source', rank: 1, read: readOrganization }],
]);

/** What each demand on the caller admits, the most exact first. */
export const admittedBy = (demands: Demands, ours: Ours): readonly Admitted[] =>
  demands.tests
    .flatMap((test) => admittedByTest(test, ours) ?? [])
    .sort((one, other) => other.rank - one.rank);

const admittedByTest = (test: ConditionTest, ours: Ours): Admitted | undefined => {
  if (test.key === 'aws:principalisawsservice' && isTrue(test))
    return { side: 'caller', rank: 0, whos: [{ kind: 'service', principal: '*', outside: false }] };
  const found = KEYS.get(test.key);
  if (found === undefined || !['equals', 'like', 'arn'].includes(test.comparison)) return undefined;
  const whos = distinct(test.values.map((value) => found.read(value.slice(0, LONGEST_VALUE), ours, test)));
  // One of the values admits everybody: then the others do not matter.
  if (whos.some(({ kind }) => kind === 'everyone')) return undefined;
  const through = found.side === 'source' ? { through: found.through ?? THROUGH_SERVICE } : {};
  return { side: found.side, rank: found.rank, whos, ...through };
};

export const speaksOfCaller = (key: string): boolean => KEYS.has(key) || key === 'aws:principalisawsservice';
