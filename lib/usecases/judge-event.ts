/**
 * One event -> what it is, whether it is ours, and who is told. Pure: the same judgement is made by `record` in
 * AWS and by `rolecall replay` over last year's log files.
 */
import type { CallerCopy } from '../access/caller-copy.ts';
import { decodeDoor } from '../access/decode-door.ts';
import { decodeEnvelope } from '../access/decode-envelope.ts';
import { decodeEntry } from '../access/decode-record.ts';
import { decodeRegionChange } from '../access/decode-region-change.ts';
import type { NotOursReason, RecordHead } from '../access/decoded.ts';
import type { Door } from '../access/door.ts';
import type { DoorContext } from '../access/doors/door-context.ts';
import { keepUnreadable } from '../access/keep-unreadable.ts';
import { readHead } from '../access/read-head.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import { parseIso } from '../kernel/clock.ts';
import { at, compact, isObject, parseJson, textAt } from '../kernel/json.ts';
import {
  accountName,
  defaultRoute,
  findAccount,
  routeForAccount,
  routeForDoor,
  routeForRole,
} from '../policy/decide-route.ts';
import { findDesignated, findDesignatedByName } from '../policy/designated-role.ts';
import { oursIn } from '../policy/ours-in.ts';
import type { DesignatedRole, Policy } from '../policy/policy.ts';
import type { Route } from '../policy/route.ts';
import { roleOfDoor, weighDoor } from '../policy/weigh-door.ts';

export const IGNORED_REASONS = ['role-not-designated', 'account-not-listed'] as const;
export type IgnoredReason = NotOursReason | (typeof IGNORED_REASONS)[number];

export type Judgement =
  | {
      readonly kind: 'access';
      readonly access: RoleAccess;
      readonly route: Route;
      /** Absent for a denial that names no role. */
      readonly designated?: DesignatedRole;
    }
  | {
      readonly kind: 'switch-half';
      readonly half: SwitchRoleHalf;
      readonly route: Route;
      readonly designated: DesignatedRole;
    }
  /** A partner's copy of a call into one of our designated roles. */
  | { readonly kind: 'caller-copy'; readonly copy: CallerCopy; readonly designated: DesignatedRole }
  /** Without legs in its route when it is recorded and not told. */
  | { readonly kind: 'door'; readonly door: Door; readonly route: Route }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly access?: RoleAccess }
  | { readonly kind: 'unreadable'; readonly unreadable: UnreadableRecord; readonly route: Route }
  /** No record: our own schedule proves that the way from the bus to here is open. `time`: when it set out. */
  | { readonly kind: 'heartbeat'; readonly time: Date };

export interface Known {
  /** The envelope, when it was parsed already. */
  readonly envelope?: unknown;
  /** Name of our own CloudFormation stack; absent where there is none. */
  readonly ownStack?: string;
  /** ARNs of its keys. */
  readonly ownKeyIds?: readonly string[];
}

/** Judges the text of an EventBridge envelope. */
export const judgeEvent = (policy: Policy, text: string, known: Known = {}): Judgement => {
  const envelope = 'envelope' in known ? known.envelope : parseJson(text);
  const unreadable = (reason: string): Judgement => ({
    kind: 'unreadable',
    unreadable: keepUnreadable(text, reason, envelope),
    route: defaultRoute(policy),
  });
  if (envelope === undefined) return unreadable('The message is not JSON.');
  const heartbeat = readHeartbeat(envelope);
  if (heartbeat !== undefined) return { kind: 'heartbeat', time: heartbeat };
  const region = isObject(envelope) ? decodeRegionChange(envelope, policy) : undefined;
  if (region !== undefined) return judgeDoor(policy, region);
  const event = decodeEnvelope(envelope);
  if (!event.ok) return unreadable(event.error);
  const { record, accountId } = event.value;
  const head = readHead(record, accountId);
  if (typeof head === 'string') return unreadable(head);
  const decoded = decodeEntry(record, head);
  switch (decoded.kind) {
    case 'unreadable':
      return unreadable(decoded.reason);
    case 'not-ours':
      return decoded.reason === 'not-an-entry'
        ? judgeOther(policy, decodeDoor(record, head, contextOf(policy, head, known)))
        : { kind: 'ignored', reason: decoded.reason };
    case 'caller-copy':
      return judgeCopy(policy, decoded.copy);
    case 'switch-half':
      return judgeHalf(policy, decoded.half);
    case 'access':
      return judgeAccess(policy, decoded.access);
  }
};

/** Whatever brings a record under the heartbeat's name is none: it is kept as unreadable, and rings. */
const readHeartbeat = (envelope: unknown): Date | undefined =>
  textAt(envelope, 'source') === 'rolecall.heartbeat' && at(envelope, 'detail') === undefined
    ? parseIso(textAt(envelope, 'time') ?? '')
    : undefined;

/**
 * A listed account is ours. A role that the record names must be designated; a denial that names none concerns the
 * account's owner.
 */
const judgeAccess = (policy: Policy, access: RoleAccess): Judgement => {
  const account = findAccount(policy, access.accountId);
  if (account === undefined) return { kind: 'ignored', reason: 'account-not-listed', access };
  if (access.role === undefined) return { kind: 'access', access, route: routeForAccount(policy, account) };
  const designated = findDesignated(policy, access.role.arn);
  if (designated === undefined) return { kind: 'ignored', reason: 'role-not-designated', access };
  return { kind: 'access', access, designated, route: routeForRole(policy, designated) };
};

/** Only a listed partner is believed, and only about one of our designated roles. */
const judgeCopy = (policy: Policy, copy: CallerCopy): Judgement => {
  const partner = policy.trustedAccounts.some(({ id, partner = false }) => partner && id === copy.accountId);
  const designated = findDesignated(policy, copy.roleArn);
  return partner && designated !== undefined
    ? { kind: 'caller-copy', copy, designated }
    : { kind: 'ignored', reason: 'caller-side-copy' };
};

const judgeHalf = (policy: Policy, half: SwitchRoleHalf): Judgement => {
  const designated = findDesignatedByName(policy, half.accountId, half.roleName);
  if (designated !== undefined) {
    return { kind: 'switch-half', half, designated, route: routeForRole(policy, designated) };
  }
  const listed = findAccount(policy, half.accountId) !== undefined;
  return { kind: 'ignored', reason: listed ? 'role-not-designated' : 'account-not-listed' };
};

const judgeOther = (policy: Policy, door: Door | undefined): Judgement =>
  door === undefined ? { kind: 'ignored', reason: 'not-an-entry' } : judgeDoor(policy, door);

const judgeDoor = (policy: Policy, found: Door): Judgement => {
  const account = findAccount(policy, found.accountId);
  if (account === undefined) return { kind: 'ignored', reason: 'account-not-listed' };
  const door = weighDoor(policy, found);
  return {
    kind: 'door',
    door,
    route: routeForDoor(policy, { account, designated: roleOfDoor(policy, door) }, door),
  };
};

/** An account that is called by its number has no name to say beside it. */
const nameBeside = (policy: Policy, id: string): string | undefined => {
  const name = accountName(policy, id);
  return name === id ? undefined : name;
};

/** `/name` of every `ssm:/name`, however deep. */
const parametersIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.startsWith('ssm:') ? [value.slice('ssm:'.length)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(parametersIn) : [];
};

const contextOf = (
  policy: Policy,
  { accountId }: RecordHead,
  { ownStack, ownKeyIds }: Known,
): DoorContext => ({
  accountId,
  ...oursIn(policy, accountId),
  isGuarded: (id) => findAccount(policy, id) !== undefined,
  accountName: (id) => nameBeside(policy, id),
  isDesignated: (roleName) => findDesignatedByName(policy, accountId, roleName) !== undefined,
  regions: policy.regions,
  ownParameters: policy.destinations.flatMap(({ settings }) => parametersIn(settings)),
  partnerIds: new Set(policy.trustedAccounts.flatMap(({ id, partner }) => (partner === true ? [id] : []))),
  ...compact({ ownStack, ownKeyIds }),
});
