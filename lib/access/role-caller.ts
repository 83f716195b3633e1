/** Callers that are in a role already: what AWS itself says of their session, beside the name it was given. */
import { parseAssumedRoleArn, parseRoleArn } from '../kernel/arn.ts';
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import { serviceOfHost } from '../kernel/partition.ts';
import type { Caller, CallerType, Evidence } from './caller.ts';
import { asserted, nameless } from './pieces.ts';

/** The resource to which the credentials were issued. */
export const ISSUED_TO = 'userIdentity.inScopeOf.credentialsIssuedTo';
/** How an instance got its credentials: set only where the instance did. */
export const EC2_DELIVERY = 'userIdentity.sessionContext.ec2RoleDelivery';
export const ISSUER = 'userIdentity.sessionContext.sessionIssuer.arn';

/**
 * The program, service or person behind a role session, as far as AWS vouches for it; and the role itself, which names
 * nobody. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const roleOfCaller = (record: JsonObject): readonly Evidence[] => {
  const identity = at(record, 'userIdentity');
  const linked = serviceLinked(record);
  return [
    ...identityCenterName(record),
    ...asserted(
      ISSUED_TO,
      textAt(identity, 'inScopeOf', 'credentialsIssuedTo'),
      'what the credentials of the caller were issued to, named by AWS',
    ),
    ...asserted(EC2_DELIVERY, instanceOf(record), 'EC2 instance whose credentials were used, named by AWS'),
    ...(linked === undefined
      ? nameless(ISSUER, issuerOf(record), 'the role the caller was in, named by AWS; it names no person')
      : asserted(ISSUER, linked.role, `service-linked role: only ${linked.host} can be in it`)),
  ];
};

/** Below it only Identity Center can make roles; their names anybody can give to a role of his own. */
const IDENTITY_CENTER = /^\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?$/;

/** Identity Center sets the session name of its own roles, so in them it is the identity provider's word. */
const identityCenterName = (record: JsonObject): readonly Evidence[] => {
  const session = parseAssumedRoleArn(textAt(record, 'userIdentity', 'arn') ?? '');
  const role = parseRoleArn(issuerOf(record) ?? '');
  if (role === undefined || session?.roleName !== role.name || !IDENTITY_CENTER.test(role.path)) return [];
  return asserted(SESSION_ARN, session.sessionName, 'user name, set by IAM Identity Center');
};

const SESSION_ARN = 'userIdentity.arn';

/** True for a role session whose name Identity Center set: it is the person's own. */
export const isNamedByIdentityCenter = ({ type, evidence: [best] }: Caller): boolean =>
  type === 'role-session' && best?.source === SESSION_ARN && best.certainty === 'asserted';

/** True where AWS says that the session was issued to a program: no person is behind it. */
export const isProgramSession = ({ service, evidence }: Caller): boolean =>
  service !== undefined ||
  evidence.some(({ source, certainty }) => source === ISSUED_TO && certainty === 'asserted');

const INSTANCE = /^i-[0-9a-f]{8,17}$/;

const instanceOf = (record: JsonObject): string | undefined => {
  if (at(record, 'userIdentity', 'sessionContext', 'ec2RoleDelivery') === undefined) return undefined;
  const name = parseAssumedRoleArn(textAt(record, 'userIdentity', 'arn') ?? '')?.sessionName ?? '';
  return INSTANCE.test(name) ? name : undefined;
};

const issuerOf = (record: JsonObject): string | undefined =>
  textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
const serviceLinked = (record: JsonObject): { readonly role: string; readonly host: string } | undefined => {
  const role = parseRoleArn(issuerOf(record) ?? '');
  const [, host] = /^\/aws-service-role\/([^/]+)\/$/.exec(role?.path ?? '') ?? [];
  return role === undefined || host === undefined || serviceOfHost(host) === undefined
    ? undefined
    : { role: role.name, host };
};

/** Services whose programs run in sessions of roles that the customer made. */
const HOSTS: Readonly<Record<string, string>> = {
  lambda: 'lambda.amazonaws.com',
  ec2: 'ec2.amazonaws.com',
  ecs: 'ecs-tasks.amazonaws.com',
};

/** The service in which a role session runs, where AWS says so. */
export const serviceOfSession = (record: JsonObject, type: CallerType): string | undefined => {
  if (type !== 'role-session') return undefined;
  if (instanceOf(record) !== undefined) return HOSTS.ec2;
  const issuedTo = textAt(record, 'userIdentity', 'inScopeOf', 'credentialsIssuedTo')?.split(':')[2] ?? '';
  return (Object.hasOwn(HOSTS, issuedTo) ? HOSTS[issuedTo] : undefined) ?? serviceLinked(record)?.host;
};
