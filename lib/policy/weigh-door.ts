/** What the configuration adds to a door: which designated role it concerns, and whether it rings after all. */
import type { Door, DoorKind } from '../access/door.ts';
import { parseArn, parseAssumedRoleArn, parseRoleArn } from '../kernel/arn.ts';
import { findDesignatedByName, matchesText } from './designated-role.ts';
import type { DesignatedRole, Policy } from './policy.ts';

/** The designated role that a door is about: of a change to a role AWS records the name alone, or the ARN. */
export const roleOfDoor = (policy: Policy, { accountId, subject }: Door): DesignatedRole | undefined =>
  subject.type === 'role'
    ? findDesignatedByName(policy, accountId, parseRoleArn(subject.name)?.name ?? subject.name)
    : undefined;

/** The door as it is told: weighed once more by its outcome, and by who may deploy. */
export const weighDoor = (policy: Policy, door: Door): Door => {
  if (door.outcome !== 'success' && door.weight !== 'recorded' && !ringsWhenRefused(policy, door)) {
    return { ...door, weight: 'recorded', because: 'it was refused, so nothing has changed' };
  }
  if (isUnknownDeploy(policy, door)) {
    return { ...door, weight: 'normal', because: 'whoever did it is none of the configured deployers' };
  }
  return door;
};

/** Attempts to blind whoever watches ring even when they fail. */
const BLINDING: readonly DoorKind[] = ['trail', 'detection', 'rolecall'];

const ringsWhenRefused = (policy: Policy, door: Door): boolean =>
  BLINDING.includes(door.kind) ||
  door.kind === 'root' ||
  door.caller.type === 'root' ||
  (door.kind === 'trust' && roleOfDoor(policy, door) !== undefined);

/** CloudFormation changes of our own stack that are a deploy and nothing more. */
const DEPLOYS: readonly string[] = ['UpdateStack', 'ExecuteChangeSet'];

const isUnknownDeploy = ({ deployers }: Policy, door: Door): boolean =>
  deployers !== undefined &&
  door.kind === 'rolecall' &&
  door.weight === 'recorded' &&
  door.outcome === 'success' &&
  door.eventSource === 'cloudformation.amazonaws.com' &&
  DEPLOYS.includes(door.eventName) &&
  !deployers.some((pattern) => isDeployer(pattern, door.caller.arn ?? ''));

/** A session is meant by its own ARN or by that of its role, whose path no session tells. */
const isDeployer = (pattern: string, arn: string): boolean => {
  if (matchesText(pattern, arn)) return true;
  const session = parseAssumedRoleArn(arn);
  const role = parseRoleArn(pattern);
  if (session === undefined || role === undefined) return false;
  const sameHome = matchesText(parseArn(pattern)?.accountId ?? '', session.accountId);
  return sameHome && matchesText(role.name, session.roleName);
};
