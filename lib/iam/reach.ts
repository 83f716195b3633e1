/** Which actions and resources a statement is about. */
import { liesWithin, mayMeet } from './glob.ts';
import type { PolicyStatement } from './read-policy.ts';

const ACTION = /^(\*|[a-z0-9*?-]+:[a-z0-9*?_-]+)$/i;

/** Whether an Allow may be about the action (a pattern, too). What cannot be understood may be. */
export const mayAllow = (statement: PolicyStatement, action: string | undefined): boolean => {
  if (action === undefined) return true;
  const wanted = action.toLowerCase();
  const { actions, notActions } = statement;
  if (actions.length === 0) return !notActions.some((pattern) => liesWithin(wanted, pattern.toLowerCase()));
  return actions.some((pattern) => !ACTION.test(pattern) || mayMeet(pattern.toLowerCase(), wanted));
};

/** Whether a Deny is surely about everything for which the Allow counts. */
export const surelyCovers = (
  deny: PolicyStatement,
  allow: PolicyStatement,
  action: string | undefined,
): boolean => coversActions(deny, allow, action) && coversResources(deny, allow);

/** Lists so long that comparing them would take long cover nothing for sure. */
const areMany = (one: readonly string[], other: readonly string[]): boolean =>
  one.length * other.length > 20_000;

const coversActions = (
  deny: PolicyStatement,
  allow: PolicyStatement,
  action: string | undefined,
): boolean => {
  const open = allow.actions.length === 0 ? ['*'] : allow.actions;
  const wanted = (action === undefined ? open : [action]).map((one) => one.toLowerCase());
  if (areMany(wanted, deny.actions) || areMany(wanted, deny.notActions)) return false;
  if (deny.actions.length > 0)
    return wanted.every((one) => deny.actions.some((pattern) => liesWithin(one, pattern.toLowerCase())));
  return (
    deny.notActions.length > 0 &&
    wanted.every((one) => !deny.notActions.some((pattern) => mayMeet(one, pattern.toLowerCase())))
  );
};

const coversResources = (deny: PolicyStatement, allow: PolicyStatement): boolean => {
  if (deny.notResources.length > 0) return false;
  // The policy of a role names no resource: it is the role.
  if (deny.resources.length === 0) return allow.resources.length === 0 && allow.notResources.length === 0;
  const open = allow.resources.length === 0 ? ['*'] : allow.resources;
  if (areMany(open, deny.resources)) return false;
  return open.every((one) => deny.resources.some((pattern) => liesWithin(one, pattern)));
};

/** A trust policy is the only one without a resource. */
export const isTrust = (statement: PolicyStatement): boolean =>
  statement.resources.length === 0 &&
  statement.notResources.length === 0 &&
  mayAllow(statement, 'sts:AssumeRole');
