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
 * Services through which people act: what they do is what the person asked for, in words, a template or a script.
 * Records of console sessions carried `signin.amazonaws.com` until about 2020.
 */
const HANDS_OF_PEOPLE: ReadonlySet<string> = new Set([
  'signin.amazonaws.com',
  'cloudformation.amazonaws.com',
  'cloudcontrolapi.amazonaws.com',
  'servicecatalog.amazonaws.com',
  'ssm.amazonaws.com',
  'amplify.amazonaws.com',
  'elasticbeanstalk.amazonaws.com',
]);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const isRoutine = (record: JsonObject): boolean => {
  if (textAt(record, 'userIdentity', 'type') === 'AWSService') return true;
  const issuer = textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
  if (issuer?.includes(':role/aws-service-role/') === true) return true;
  const by = textAt(record, 'userIdentity', 'invokedBy');
  return by !== undefined && /\.amazonaws\.com(\.cn)?$/.test(by) && !HANDS_OF_PEOPLE.has(by);
};

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
