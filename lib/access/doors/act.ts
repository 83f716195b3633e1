/** What every decoder of doors must know about a record first: whether AWS did it, and whether AWS did it by itself. */
import { at, type JsonObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorContext } from './door-context.ts';

export interface Act {
  readonly record: JsonObject;
  readonly context: DoorContext;
  readonly eventName: string;
  /** AWS did not do it: for want of a right, or for another reason. */
  readonly refused: boolean;
  /** A service of AWS did it in the course of its own work. */
  readonly routine: boolean;
}

export const readAct = (record: JsonObject, context: DoorContext): Act => ({
  record,
  context,
  eventName: textAt(record, 'eventName') ?? '',
  refused: isRefused(record),
  routine: isRoutine(record),
});

/** Whether AWS did not do it. Sign-in records tell of a failure without an error code, each in its own way. */
export const isRefused = (record: JsonObject): boolean =>
  textAt(record, 'errorCode') !== undefined ||
  textAt(record, 'errorMessage') !== undefined ||
  at(record, 'responseElements', textAt(record, 'eventName') ?? '') === 'Failure' ||
  textAt(record, 'additionalEventData', 'success') === 'false';

/**
 * Only what a service does in its own name, or with the role that it alone can take. With anybody else's role it does what
 * somebody asked for, in a template, a state machine or a schedule: `invokedBy` is no excuse.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const isRoutine = (record: JsonObject): boolean =>
  textAt(record, 'userIdentity', 'type') === 'AWSService' || serviceLinkedRole(record) !== undefined;

/** `sso.amazonaws.com/AWSServiceRoleForSSO`: nobody but the service can take such a role. */
const serviceLinkedRole = (record: JsonObject): string | undefined =>
  /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/(.+)$/.exec(
    textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? '',
  )?.[1];

/** IAM Identity Center keeps up the roles of its permission sets. */
export const isProvisioning = (record: JsonObject, roleName: string): boolean =>
  roleName.startsWith('AWSReservedSSO_') &&
  serviceLinkedRole(record)?.startsWith('sso.amazonaws.com/') === true;

/** Cut at what AWS allows for the longest of its names, an ARN of a policy with its path. */
const LONGEST_NAME = 600;

/** CloudTrail's word for a value that it does not show. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** A name out of the record, on one line; `undefined` when it is absent or hidden. */
export const shownAt = (record: JsonObject, ...path: readonly string[]): string | undefined => {
  const text = textAt(record, ...path);
  if (text === undefined || text === HIDDEN) return undefined;
  const shown = oneLine(text, LONGEST_NAME);
  return shown === '' ? undefined : shown;
};

/** A parameter of the request; refused calls mostly have none. */
export const param = (act: Act, ...path: readonly string[]): string | undefined =>
  shownAt(act.record, 'requestParameters', ...path);

/** A truth value of the request; pipelines make it a text. */
export const isSet = (act: Act, key: string): boolean => {
  const value = at(act.record, 'requestParameters', key);
  return value === true || value === 'true';
};

export const isRoot = (record: JsonObject): boolean => textAt(record, 'userIdentity', 'type') === 'Root';

/** What stands for a name that the record does not hold. */
export const UNNAMED = '(not named in the record)';

/** "policy ReadOnly"; "a policy" where the record names none. */
export const aThing = (type: string, name: string | undefined): string =>
  name === undefined || name === UNNAMED
    ? `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type}`
    : `${type} ${name}`;
