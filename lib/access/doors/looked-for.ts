/**
 * Doors that the sweep asks CloudTrail for, in case EventBridge lost them: those that blind whoever watches, and those that
 * let somebody in. LookupEvents takes one name at a time, so that all the others are left to EventBridge.
 */
import { isObject, textAt } from '../../kernel/json.ts';
import { isRoot } from './act.ts';

export interface LookedFor {
  readonly attribute: 'EventName' | 'Username';
  readonly value: string;
  /** Other services have events of the same name. Absent where the caller is looked for. */
  readonly eventSource?: string;
  /** `once`: recorded in the partition's global Region only. */
  readonly regions: 'each' | 'once';
}

const events =
  (regions: LookedFor['regions'], eventSource: string) =>
  (...names: readonly string[]): readonly LookedFor[] =>
    names.map((value) => ({ attribute: 'EventName', value, eventSource, regions }));

/** CloudTrail gives the root user this name. A user or a session may have it, too. */
const ROOT: LookedFor = { attribute: 'Username', value: 'root', regions: 'each' };

export const LOOKED_FOR: readonly LookedFor[] = [
  ...events('each', 'cloudtrail.amazonaws.com')(
    'StopLogging',
    'DeleteTrail',
    'UpdateTrail',
    'PutEventSelectors',
  ),
  ...events('each', 'events.amazonaws.com')('DisableRule', 'DeleteRule', 'RemoveTargets', 'PutRule'),
  ...events('each', 'signin.amazonaws.com')('ConsoleLogin'),
  ...events('each', 'sts.amazonaws.com')('AssumeRoot', 'GetFederationToken'),
  ROOT,
  ...events('once', 'iam.amazonaws.com')(
    'UpdateAssumeRolePolicy',
    'CreateRole',
    'AttachRolePolicy',
    'PutRolePolicy',
    'CreateUser',
    'CreateAccessKey',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'AttachUserPolicy',
    'PutUserPolicy',
    'DeactivateMFADevice',
    'CreateSAMLProvider',
    'UpdateSAMLProvider',
    'CreateOpenIDConnectProvider',
  ),
];

/** Whether a record that CloudTrail answers is one of those that were meant. */
export const isLookedFor = ({ eventSource }: LookedFor, record: unknown): boolean =>
  eventSource === undefined
    ? isObject(record) && isRoot(record)
    : textAt(record, 'eventSource') === eventSource;
