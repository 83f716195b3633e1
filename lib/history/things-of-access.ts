/** What is remembered of an entry, to notice later what is new. */
import { agentFamily } from '../access/agent-family.ts';
import type { Caller } from '../access/caller.ts';
import { networkOf } from '../access/network-of.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { sessionOfRole } from '../policy/session-of-role.ts';
import type { SeenFacet, SeenThing } from './seen-before.ts';

/** How it is called when a thing was not there before. */
export const FIRST_CODES = {
  principal: 'first-principal',
  account: 'first-account',
  network: 'first-network',
  agent: 'first-agent',
  service: 'new-service',
  session: 'unknown-session',
} as const satisfies Readonly<Record<SeenFacet, ObservationCode>>;

/**
 * The ARN under which a role is remembered: without its path, which sign-in records do not have. A name is used once in an
 * account, whatever the path. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const withoutPath = (roleArn: string): string => roleArn.replace(/:role\/.*\//, ':role/');

/** Of a service only its name: everything else about it is AWS's own. */
export const thingsOfAccess = (access: RoleAccess): readonly SeenThing[] =>
  access.caller.type === 'aws-service'
    ? thing('service', access.caller.service)
    : [
        ...thing('principal', principalOf(access.caller)),
        ...thing('account', access.caller.accountId),
        ...thing('network', isAtHome(access) ? networkOf(access.origin.text) : undefined),
        ...thing('agent', isAtHome(access) ? agentFamily(access.origin.userAgent) : undefined),
      ];

const thing = (facet: SeenFacet, value: string | undefined): readonly SeenThing[] =>
  value === undefined || value === '' ? [] : [{ facet, value }];

/**
 * Who it was, however often the session is called otherwise. Names that a caller chooses for its sessions are no persons;
 * those that IAM Identity Center or an identity provider gives are: behind one role of theirs stand many people.
 */
const principalOf = ({ type, principalId, arn, label }: Caller): string | undefined => {
  if (principalId === undefined) return undefined;
  const [stem = principalId, name = ''] = principalId.split(':');
  // The label leaves out a subject that is made anew for every login.
  if (type === 'saml-user') return `${stem}:${label}`;
  if (type !== 'role-session' && type !== 'other-account') return principalId;
  const isPerson = name.includes('@') || arn?.includes(':assumed-role/AWSReservedSSO_') === true;
  return isPerson ? principalId : stem;
};

/**
 * Whether address and program are the caller's own. IAM Identity Center enters from servers of AWS, and the runners of
 * hosted pipelines are somewhere else each time.
 */
const isAtHome = ({ role, caller, kind }: RoleAccess): boolean =>
  !(kind === 'saml' && role?.arn.includes(':role/aws-reserved/sso.amazonaws.com/') === true) &&
  !(kind === 'web-identity' && HOSTED_PIPELINES.test(caller.principalId ?? ''));

const HOSTED_PIPELINES = /(?:^|[:/])(?:token\.actions\.githubusercontent\.com|gitlab\.com)[:/]/;

/** Asked for only where an exception was made for a whole role (ADR 17). */
export const sessionThings = (access: RoleAccess): readonly SeenThing[] =>
  thing('session', sessionOfRole(access));

/** The things for which the access was called new. */
export const newThingsOf = (access: RoleAccess): readonly SeenThing[] =>
  [...thingsOfAccess(access), ...sessionThings(access)].filter(({ facet }) =>
    access.observations.some(({ code }) => code === FIRST_CODES[facet]),
  );
