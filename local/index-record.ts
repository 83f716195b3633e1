/** What LookupEvents finds a record by. */
import { parseIso } from '../lib/kernel/clock.ts';
import { at, type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';

export interface IndexedResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

export interface IndexedRecord {
  readonly record: JsonObject;
  readonly region: string;
  /** Seconds since 1970, as the API writes times. */
  readonly time: number;
  readonly resources: readonly IndexedResource[];
  /** The values behind one of the API's attribute keys; several for resources. */
  attribute(key: string): readonly string[];
}

export function indexRecord(record: JsonObject): IndexedRecord {
  const resources = resourcesOf(record);
  const of = (...path: readonly string[]): readonly string[] => {
    const value = textAt(record, ...path);
    return value === undefined ? [] : [value];
  };
  const attribute = (key: string): readonly string[] => {
    switch (key) {
      case 'EventId':
        return of('eventID');
      case 'EventName':
        return of('eventName');
      case 'EventSource':
        return of('eventSource');
      case 'AccessKeyId':
        return of('userIdentity', 'accessKeyId');
      case 'ReadOnly':
        return [isReadOnly(record) ? 'true' : 'false'];
      case 'Username':
        return usernameOf(record);
      case 'ResourceName':
        return resources.map((resource) => resource.ResourceName);
      case 'ResourceType':
        return resources.map((resource) => resource.ResourceType);
      default:
        return [];
    }
  };
  return {
    record,
    region: textAt(record, 'awsRegion') ?? '',
    time: (parseIso(textAt(record, 'eventTime') ?? '')?.getTime() ?? 0) / 1000,
    resources,
    attribute,
  };
}

/** Pipelines turn the flag into a text. */
const isReadOnly = (record: JsonObject): boolean =>
  at(record, 'readOnly') === true || textAt(record, 'readOnly')?.toLowerCase() === 'true';

/** A role's session goes by its session name, and the root user, who has none, by `root`. */
function usernameOf(record: JsonObject): readonly string[] {
  const name = textAt(record, 'userIdentity', 'userName');
  if (name !== undefined) return [name];
  if (textAt(record, 'userIdentity', 'type') === 'Root') return ['root'];
  const session = textAt(record, 'userIdentity', 'principalId')?.split(':')[1];
  return session === undefined ? [] : [session];
}

/** For an assumed role CloudTrail indexes the key, the session (ARN, id, name) and the role. */
function resourcesOf(record: JsonObject): readonly IndexedResource[] {
  const found: IndexedResource[] = [];
  const add = (ResourceType: string, ResourceName: string | undefined): void => {
    if (ResourceName === undefined) return;
    if (found.some((each) => each.ResourceType === ResourceType && each.ResourceName === ResourceName))
      return;
    found.push({ ResourceType, ResourceName });
  };
  add('AWS::IAM::AccessKey', textAt(record, 'responseElements', 'credentials', 'accessKeyId'));
  add('AWS::STS::AssumedRole', textAt(record, 'responseElements', 'assumedRoleUser', 'arn'));
  add('AWS::STS::AssumedRole', textAt(record, 'responseElements', 'assumedRoleUser', 'assumedRoleId'));
  add('AWS::STS::AssumedRole', textAt(record, 'requestParameters', 'roleSessionName'));
  add('AWS::IAM::Role', textAt(record, 'requestParameters', 'roleArn'));
  add('AWS::IAM::Role', textAt(record, 'requestParameters', 'roleName'));
  for (const resource of listAt(record, 'resources')) {
    add(textAt(resource, 'type') ?? '', textAt(resource, 'ARN') ?? textAt(resource, 'arn'));
  }
  return found;
}
