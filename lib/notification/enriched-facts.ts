/** What AWS was asked afterwards: the way back to the first person, where the session was used first, what the policy demands. */
import type { TrustPins } from '../iam/opening.ts';
import type { CallerType } from '../access/caller.ts';
import type { FirstUse, Hop, RoleAccess } from '../access/role-access.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import { oneLine } from '../kernel/one-line.ts';
import { describeTimeNear } from './describe-time.ts';
import type { Fact } from './notification.ts';

/** Empty until somebody has looked, and where nothing was found that the record does not tell. */
export const enrichedFacts = (
  { chain, firstUse, trust, time }: RoleAccess,
  timeZone: string,
): readonly Fact[] => [
  ...(chain === undefined || chain.length < 2 ? [] : [chainFact(chain)]),
  ...(firstUse === undefined ? [] : [useFact(firstUse, { time, timeZone })]),
  ...(trust === undefined ? [] : trustFact(trust)),
];

const CALLER_WORDS: Readonly<Record<CallerType, string>> = {
  'iam-user': 'IAM user',
  'role-session': 'role session',
  root: 'root user',
  'aws-service': 'AWS service',
  'saml-user': 'single sign-on',
  'web-identity': 'web identity',
  'federated-user': 'federated user',
  'identity-center-user': 'Identity Center user',
  certificate: 'certificate',
  'other-account': 'another account',
  unknown: 'unknown',
};

export const sayCallerType = (type: CallerType): string => CALLER_WORDS[type];

/** `alice (IAM user) → build → deploy`: the roles that were entered one after the other, up to the one that rang. */
const chainFact = (chain: readonly Hop[]): Fact => {
  const [first] = chain;
  const roles = chain.flatMap(({ entered }) => (entered === undefined ? [] : [roleOf(entered)]));
  const begin = first === undefined ? '' : `${oneLine(first.who, 64)} (${sayCallerType(first.type)})`;
  return {
    label: 'Way here',
    value: [begin, ...roles.map((role) => `role ${role}`), 'this role'].join(' → '),
    ...(first !== undefined && { note: oneLine(first.how, 150) }),
  };
};

const roleOf = (arn: string): string => oneLine(parseRoleArn(arn)?.name ?? arn, 64);

const useFact = (
  { origin, at, eventName }: FirstUse,
  { time, timeZone }: { readonly time: string; readonly timeZone: string },
): Fact => ({
  label: 'First used from',
  value: oneLine(origin.text, 64),
  note: `${oneLine(eventName, 64)}, ${describeTimeNear(at, time, timeZone)}`,
});

/** A policy that checks nothing is no fact about who it was. */
const trustFact = (trust: TrustPins): readonly Fact[] => {
  const demands = [
    ...(trust.mfa ? ['MFA'] : []),
    ...(trust.externalId ? ['an external ID'] : []),
    ...named('session name', trust.sessionName),
    ...named('source identity', trust.sourceIdentity),
  ];
  return demands.length === 0
    ? []
    : [{ label: 'Trust policy demands', value: demands.join(', '), note: 'as IAM has it now' }];
};

const named = (what: string, pin: TrustPins['sessionName']): readonly string[] => {
  if (pin === 'pinned') return [`one ${what}`];
  return pin === 'limited' ? [`a ${what} of a certain form`] : [];
};
