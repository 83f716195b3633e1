/**
 * Rows as events of the Open Cybersecurity Schema Framework, for SIEMs. https://schema.ocsf.io/1.7.0/
 *
 * An entry into a role is an Authentication in which somebody takes another account (Account Switch, impersonating): `actor` is
 * who it was, `user` the role. A login is a Logon. Every other door is an API Activity; what could not be read a Base Event.
 * What has no place in the schema, certainty first of all, stands in `unmapped`.
 */
import type { Caller, CallerType } from '../access/caller.ts';
import type { Door } from '../access/door.ts';
import type { Origin, RoleAccess } from '../access/role-access.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { cardOf } from '../history/card-of.ts';
import { compact, type JsonObject } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import type { Policy } from '../policy/policy.ts';
import { COLUMNS } from './columns.ts';

export const OCSF_VERSION = '1.7.0';

export const ocsfLinesOf = (rows: readonly AccessDetail[], policy: Policy): string =>
  rows.map((kept) => `${JSON.stringify(ocsfEventOf(kept, policy))}\n`).join('');

/** One row as an event. */
export const ocsfEventOf = (kept: AccessDetail, policy: Policy): JsonObject => {
  const { access, door } = kept.row;
  const common = commonOf(kept, policy);
  if (access !== undefined) return { ...common, ...accountSwitch(kept.row, access) };
  if (door !== undefined) return { ...common, ...(isLogon(door) ? logon(door) : apiActivity(door)) };
  return { ...common, ...classOf(BASE_EVENT, OTHER) };
};

/** Milliseconds since 1970: how OCSF writes moments. */
const moment = (iso: string): number => Date.parse(iso);

const text = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : oneLine(value, 1_000);

interface OcsfClass {
  readonly category_uid: number;
  readonly category_name: string;
  readonly class_uid: number;
  readonly class_name: string;
}

const AUTHENTICATION: OcsfClass = {
  category_uid: 3,
  category_name: 'Identity & Access Management',
  class_uid: 3002,
  class_name: 'Authentication',
};
const API_ACTIVITY: OcsfClass = {
  category_uid: 6,
  category_name: 'Application Activity',
  class_uid: 6003,
  class_name: 'API Activity',
};
const BASE_EVENT: OcsfClass = {
  category_uid: 0,
  category_name: 'Uncategorized',
  class_uid: 0,
  class_name: 'Base Event',
};

interface Activity {
  readonly activity_id: number;
  readonly activity_name: string;
}

const LOGON: Activity = { activity_id: 1, activity_name: 'Logon' };
const ACCOUNT_SWITCH: Activity = { activity_id: 7, activity_name: 'Account Switch' };
const UPDATE: Activity = { activity_id: 3, activity_name: 'Update' };
const OTHER: Activity = { activity_id: 99, activity_name: 'Other' };

const classOf = (ocsfClass: OcsfClass, activity: Activity): JsonObject => ({
  ...ocsfClass,
  ...activity,
  type_uid: ocsfClass.class_uid * 100 + activity.activity_id,
  type_name: `${ocsfClass.class_name}: ${activity.activity_name}`,
});

const commonOf = ({ row, deliveries }: AccessDetail, policy: Policy): JsonObject =>
  compact({
    time: moment(row.time),
    message: messageOf(row),
    metadata: metadataOf(row),
    ...statusOf(row),
    ...severityOf(row),
    cloud: cloudOf(row),
    observables: observablesOf(row),
    unmapped: compact(
      Object.fromEntries(UNMAPPED.map(({ name, of }) => [name, of({ row, deliveries }, policy)] as const)),
    ),
  });

/** Columns that OCSF has no attribute for. */
const UNMAPPED = COLUMNS.filter(({ name }) =>
  [
    'certainty',
    'role',
    'kind',
    'entry',
    'session_name',
    'source_identity',
    'mfa',
    'observations',
    'state',
    'reviewed_by',
    'reviewed_at',
    'reason',
    'ticket',
    'note',
    'assignee',
    'exception_id',
    'told',
    'not_told',
    'owner',
    'client',
    'found_by',
    'grouped_with',
  ].includes(name),
);

const messageOf = (row: AccessRow): string => {
  const card = cardOf(row);
  if (row.door !== undefined) return oneLine(`${row.door.caller.label}: ${row.door.explanation}`, 1_000);
  if (row.access === undefined || card === undefined) return 'A record could not be read';
  const did = row.access.outcome === 'denied' ? 'was refused' : 'became';
  return oneLine(`${card.person} (${card.certainty}) ${did} ${card.role} in ${row.accountName}`, 1_000);
};

const metadataOf = (row: AccessRow): JsonObject => {
  const happening = row.access ?? row.door;
  return compact({
    version: OCSF_VERSION,
    uid: row.accessId,
    original_event_uid: happening?.eventId,
    correlation_uid: row.access?.sharedEventId,
    event_code: text(happening?.eventName),
    product: { name: 'Rolecall', vendor_name: 'Rolecall' },
    profiles: ['cloud'],
    log_provider: 'AWS CloudTrail',
    original_time: row.time,
    logged_time: moment(row.recordedAt),
  });
};

const statusOf = ({ access, door }: AccessRow): JsonObject => {
  const happening = access ?? door;
  if (happening === undefined) return { status_id: 0, status: 'Unknown' };
  return happening.outcome === 'success'
    ? { status_id: 1, status: 'Success' }
    : compact({ status_id: 2, status: 'Failure', status_code: text(happening.errorCode) });
};

/** How soon somebody should look. */
const severityOf = ({ access, door }: AccessRow): JsonObject => {
  if (door?.weight === 'urgent') return { severity_id: 4, severity: 'High' };
  if (door?.weight === 'normal') return { severity_id: 3, severity: 'Medium' };
  if (door !== undefined) return { severity_id: 1, severity: 'Informational' };
  if (access === undefined || access.observations.length > 0) return { severity_id: 3, severity: 'Medium' };
  return access.outcome === 'denied'
    ? { severity_id: 2, severity: 'Low' }
    : { severity_id: 1, severity: 'Informational' };
};

const accountOf = (uid: string | undefined, name?: string): JsonObject | undefined =>
  uid === undefined ? undefined : compact({ uid, name: text(name), type: 'AWS Account', type_id: 10 });

const cloudOf = (row: AccessRow): JsonObject =>
  compact({
    provider: 'AWS',
    region: (row.access ?? row.door)?.recorded.region,
    account: accountOf(row.accountId, row.accountName),
  });

const observablesOf = (row: AccessRow): readonly JsonObject[] | undefined => {
  const { origin, caller } = row.access ?? row.door ?? {};
  const found = [
    ...(origin?.kind === 'address'
      ? [{ name: 'src_endpoint.ip', type: 'IP Address', type_id: 2, value: origin.text }]
      : []),
    ...(caller === undefined
      ? []
      : [
          {
            name: 'actor.user.name',
            type: 'User Name',
            type_id: 4,
            value: oneLine(caller.label, 1_000),
          },
        ]),
  ];
  return found.length === 0 ? undefined : found;
};

/** `type_id`: 1 a person, 3 the system itself; 99 is for what the schema has no word for. */
const USER_TYPES: Readonly<Record<CallerType, { readonly type_id: number; readonly type: string }>> = {
  'iam-user': { type_id: 1, type: 'User' },
  'saml-user': { type_id: 1, type: 'User' },
  'identity-center-user': { type_id: 1, type: 'User' },
  'federated-user': { type_id: 1, type: 'User' },
  'web-identity': { type_id: 99, type: 'Web identity' },
  'role-session': { type_id: 99, type: 'AssumedRole' },
  'other-account': { type_id: 99, type: 'AWSAccount' },
  certificate: { type_id: 99, type: 'Certificate' },
  root: { type_id: 2, type: 'Admin' },
  'aws-service': { type_id: 3, type: 'System' },
  unknown: { type_id: 0, type: 'Unknown' },
};

const actorOf = (caller: Caller): JsonObject =>
  compact({
    user: compact({
      name: text(caller.label),
      uid: text(caller.arn),
      uid_alt: text(caller.principalId),
      credential_uid: caller.accessKeyId,
      account: accountOf(caller.accountId),
      ...USER_TYPES[caller.type],
    }),
    session:
      caller.sessionCreated === undefined ? undefined : { created_time: moment(caller.sessionCreated) },
    invoked_by: text(caller.service),
  });

/** An endpoint needs a name of some kind. */
const endpointOf = (origin: Origin): JsonObject => {
  if (origin.kind === 'address') return { ip: origin.text };
  return origin.kind === 'aws' ? { svc_name: oneLine(origin.text, 300) } : { name: 'not recorded' };
};

const httpRequestOf = ({ userAgent }: Origin): JsonObject | undefined =>
  userAgent === undefined ? undefined : { user_agent: oneLine(userAgent, 1_000) };

/** Unknown is left away: `false` would say that there was none. */
const mfaOf = (mfa: RoleAccess['mfa']): boolean | undefined =>
  mfa === 'not-recorded' ? undefined : mfa === 'yes';

const accountSwitch = (row: AccessRow, access: RoleAccess): JsonObject => {
  const { role, session } = access;
  return compact({
    ...classOf(AUTHENTICATION, ACCOUNT_SWITCH),
    account_switch_type_id: 2,
    account_switch_type: 'Impersonate',
    actor: actorOf(access.caller),
    user: compact({
      name: text(role?.name ?? row.roleName ?? 'not recorded'),
      uid: text(role?.arn),
      account: accountOf(role?.accountId ?? row.accountId, row.accountName),
      type_id: 99,
      type: 'Role',
    }),
    session: compact({
      uid: text(session.principalId),
      credential_uid: session.accessKeyId,
      created_time: access.outcome === 'success' ? moment(access.time) : undefined,
      expiration_time: session.expires === undefined ? undefined : moment(session.expires),
      is_mfa: mfaOf(access.mfa),
    }),
    service: { name: 'sts.amazonaws.com' },
    is_mfa: mfaOf(access.mfa),
    is_remote: true,
    src_endpoint: endpointOf(access.origin),
    http_request: httpRequestOf(access.origin),
  });
};

const isLogon = ({ kind }: Door): boolean => kind === 'login';

const logon = (door: Door): JsonObject =>
  compact({
    ...classOf(AUTHENTICATION, LOGON),
    actor: actorOf(door.caller),
    user: actorOf(door.caller)['user'],
    service: { name: 'signin.amazonaws.com' },
    is_mfa: mfaOf(door.mfa),
    is_remote: true,
    src_endpoint: endpointOf(door.origin),
    http_request: httpRequestOf(door.origin),
  });

const apiActivity = (door: Door): JsonObject =>
  compact({
    ...classOf(API_ACTIVITY, door.kind === 'root' || door.kind === 'federation-token' ? OTHER : UPDATE),
    actor: actorOf(door.caller),
    api: { operation: oneLine(door.eventName, 200), service: { name: oneLine(door.eventSource, 200) } },
    resources: [{ name: oneLine(door.subject.name, 1_000), type: oneLine(door.subject.type, 200) }],
    src_endpoint: endpointOf(door.origin),
    http_request: httpRequestOf(door.origin),
  });
