/**
 * The policy of a stage: the packaged one, with an owner of its own for each destination, so that a case can ring
 * exactly the destinations it is about. The role's name decides: `prod-<destinations>`.
 */
import { isObject, type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';

export const TRUSTING = '111122223333';
export const TRUSTED = '777788889999';

/** Destinations of the packaged policy by the short names that roles carry. */
export const DESTINATIONS = {
  mail: 'platform-mail',
  slack: 'platform-slack',
  chat: 'platform-chat',
  jira: 'platform-jira',
  ops: 'platform-ops',
  hook: 'platform-hook',
} as const;
export type ShortName = keyof typeof DESTINATIONS;
export const SHORT_NAMES: readonly ShortName[] = ['mail', 'slack', 'chat', 'jira', 'ops', 'hook'];

/** What belongs to one role of a stage. */
export interface RoleWish {
  /** `prod-...`: the packaged rules hear no other. */
  readonly role: string;
  readonly destinations: readonly string[];
  readonly fallback?: string;
  readonly client?: string;
}

export const roleArn = (role: string): string => `arn:aws:iam::${TRUSTING}:role/${role}`;

/** The roles of the ordinary stage. */
export const ORDINARY_ROLES: readonly RoleWish[] = [
  ...SHORT_NAMES.map((name) => ({ role: `prod-${name}`, destinations: [DESTINATIONS[name]] })),
  { role: 'prod-all', destinations: SHORT_NAMES.map((name) => DESTINATIONS[name]), client: 'acme' },
  { role: 'prod-two', destinations: ['platform-slack', 'platform-jira'] },
  { role: 'prod-spare', destinations: ['spare-hook'], fallback: 'platform-mail' },
];

/** A webhook that only cases about refusals use. */
export const SPARE_HOOK: JsonObject = {
  id: 'spare-hook',
  channel: 'webhook',
  settings: { url: 'ssm:/rolecall/spare-hook-url', secret: 'ssm:/rolecall/spare-hook-secret' },
};

export interface PolicyWish {
  readonly roles: readonly RoleWish[];
  /** In addition to the packaged ones. */
  readonly destinations?: readonly JsonObject[];
  readonly repeatWindowMinutes?: number;
}

export function faultPolicy(packaged: unknown, wish: PolicyWish): JsonObject {
  if (!isObject(packaged)) throw new Error('the package holds no policy');
  const owners = wish.roles.map(({ role, destinations, fallback }) => ({
    id: `owner-of-${role}`,
    name: `Owner of ${role}`,
    timeZone: 'UTC',
    contact: 'nobody in particular',
    destinations,
    ...(fallback === undefined ? {} : { fallback }),
  }));
  const roles = wish.roles.map(({ role, client }) => ({
    pattern: roleArn(role),
    accountId: TRUSTING,
    name: `Role ${role}`,
    owner: `owner-of-${role}`,
    ...(client === undefined ? {} : { client }),
  }));
  return {
    ...packaged,
    roles,
    owners: [...owners, ...listAt(packaged, 'owners')],
    destinations: [...listAt(packaged, 'destinations'), ...(wish.destinations ?? [])],
    repeatWindowMinutes: wish.repeatWindowMinutes ?? 15,
  };
}

/** Where a destination's messages arrive: the name its vendor has for it. */
export function hintsOf(policy: JsonObject, destinationId: string): readonly string[] {
  const destination = listAt(policy, 'destinations').find((each) => textAt(each, 'id') === destinationId);
  const setting = (name: string): string => textAt(destination, 'settings', name) ?? '';
  switch (textAt(destination, 'channel')) {
    case 'sns':
      return listAt(destination, 'settings', 'email').map(String);
    case 'slack-app':
      return [setting('channelId')];
    case 'jira':
      return [`${setting('site').replace(/^https:\/\//, '')} ${setting('project')}`];
    case 'ops-center':
      return ['OpsCenter'];
    default:
      return [destinationId];
  }
}

/** The zone in which a client's destination is told of times; `undefined` when no client has it. */
export function clientTimeZone(policy: JsonObject, destinationId: string): string | undefined {
  const client = listAt(policy, 'clients').find((each) =>
    listAt(each, 'destinations').includes(destinationId),
  );
  return textAt(client, 'timeZone');
}

/** Whether a vendor can be asked, or its receiver drops a repetition: such a destination gets exactly one. */
export function canBeAsked(policy: JsonObject, destinationId: string): boolean {
  const destination = listAt(policy, 'destinations').find((each) => textAt(each, 'id') === destinationId);
  return !['sns', 'slack-webhook'].includes(textAt(destination, 'channel') ?? '');
}
