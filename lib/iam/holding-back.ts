/** What conditions hold back that do not speak of the caller's home, as a clause each. Values that may be secret stay out. */
import { oneLine } from '../kernel/one-line.ts';
import { speaksOfCaller } from './admitted.ts';
import { type ConditionTest, holdsVariable } from './condition-test.ts';
import { type Demands, demandsFor, isTrue } from './demands.ts';
import { areWide } from './wide-addresses.ts';

/** Written by whoever calls, or true of everybody: such a condition holds nobody back. */
const CHOSEN_BY_CALLER =
  /^(aws:(referer|useragent|requestedregion|securetransport|tlsversion|vpcsourceip|tagkeys|requesttag\/.*|principaltag\/.*|resource.*|username|tokenissuetime|sourceidentity|multifactorauth.*)|sts:(rolesessionname|sourceidentity|transitivetagkeys|durationseconds|taskpolicyarn|requestcontext.*)|saml:aud|s3:(x-amz-.*|prefix|delimiter|max-keys|authtype|signature.*|tlsversion|versionid|resourceaccount|existingobjecttag\/.*|requestobjecttag.*|locationconstraint)|kms:(encryptioncontext.*|encryptionalgorithm|grantoperations|granteeprincipal|keyspec|keyusage|keyorigin|resourcealiases|requestalias|bypasspolicylockoutsafetycheck)|lambda:(functionurlauthtype|invokedviafunctionurl|functionarn|principal)|ec2:resourcetag\/.*)$/;

const MOST_CLAUSES = 6;

/** Clauses of what is really demanded, each once and in a fixed order. */
export const holdingBack = (demands: Demands): readonly string[] => {
  const clauses = [
    ...externalIdClause(demands),
    ...(demandsMfa(demands) ? ['with MFA'] : []),
    ...demands.tests.flatMap(clauseOf).sort(),
  ];
  const all = [...new Set(clauses)];
  const more = all.length - MOST_CLAUSES;
  return more > 0 ? [...all.slice(0, MOST_CLAUSES), `under ${more} more conditions`] : all;
};

const externalIdClause = (demands: Demands): readonly string[] => {
  const tests = demandsFor(demands, 'sts:externalid').filter(isText);
  if (tests.length === 0) return [];
  if (tests.some(({ values }) => values.length === 1 && values.every(isFixed)))
    return ['with the external ID'];
  return tests.some(({ values }) => values.every(isFixed))
    ? ['with one of several external IDs']
    : ['with an external ID of a pattern'];
};

const isText = ({ comparison, values }: ConditionTest): boolean =>
  // A variable is filled in by the request, so that its value is the caller's.
  (comparison === 'equals' || comparison === 'like') && !values.some(holdsVariable);

const isFixed = (value: string): boolean => !/[*?]/.test(value);

/** Whether an external ID must be passed that the caller cannot make up. */
export const demandsExternalId = (demands: Demands): boolean =>
  demandsFor(demands, 'sts:externalid').some((test) => isText(test) && test.values.every(isFixed));

/**
 * `aws:MultiFactorAuthAge` is only there when a second factor was used; `aws:MultiFactorAuthPresent` also when none was.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const demandsMfa = (demands: Demands): boolean =>
  demands.present.has('aws:multifactorauthage') ||
  demandsFor(demands, 'aws:multifactorauthpresent').some(isTrue);

const clauseOf = (test: ConditionTest): readonly string[] => {
  if (speaksOfCaller(test.key) || test.key === 'sts:externalid' || CHOSEN_BY_CALLER.test(test.key)) return [];
  const worded = WORDS.get(test.key);
  if (worded !== undefined) return worded(test);
  return [`under a condition on ${oneLine(test.keyText, 60)}`];
};

type Word = (test: ConditionTest) => readonly string[];

const naming =
  (words: string): Word =>
  ({ values }) => [`${words} ${listed(values)}`];

/** "a or b"; of many the first three. */
export const listed = (values: readonly string[]): string => {
  const shown = values.slice(0, 3).map((value) => oneLine(value, 60));
  return values.length > 3 ? `${shown.join(', ')} and ${values.length - 3} more` : shown.join(' or ');
};

const address: Word = (test) =>
  test.comparison === 'address' && areWide(test.values) ? [] : naming('from')(test);

/** Anybody has a VPC. */
const network =
  (words: string): Word =>
  (test) =>
    test.values.some((value) => value.includes('*')) ? [] : naming(words)(test);

const time: Word = ({ bound, values }) => {
  if (values.length !== 1 || bound === undefined) return ['at certain times'];
  return [`${bound === 'below' ? 'until' : 'from'} ${listed(values)}`];
};

const WORDS = new Map<string, Word>([
  ['aws:sourceip', address],
  ['aws:sourcevpc', network('from VPC')],
  ['aws:sourcevpcarn', naming('from VPC')],
  ['aws:sourcevpce', network('from VPC endpoint')],
  ['aws:vpceaccount', naming('through a VPC endpoint of account')],
  ['aws:vpceorgid', naming('through a VPC endpoint of organization')],
  ['aws:currenttime', time],
  ['aws:epochtime', time],
  ['aws:principaltype', naming('as')],
  ['kms:viaservice', naming('through')],
  ['aws:calledvia', naming('through')],
  ['aws:calledviafirst', naming('through')],
  ['aws:calledvialast', naming('through')],
  ['aws:viaawsservice', (test) => (isTrue(test) ? ['through a service of AWS'] : [])],
  ['kms:grantisforawsresource', (test) => (isTrue(test) ? ['for services of AWS'] : [])],
]);
