/** Which role a record is about. */
import { parseRoleArn, type RoleArn } from '../kernel/arn.ts';
import { at, type JsonObject, listAt, textAt } from '../kernel/json.ts';

/** The role of the request; where the request names none, of the record's resources, or of the message of a refusal. */
export const readRole = (record: JsonObject): RoleArn | undefined => {
  const requested = at(record, 'requestParameters', 'roleArn');
  if (typeof requested === 'string' && requested !== '') return parseRoleArn(requested);
  return (
    roleInResources(record) ??
    (textAt(record, 'errorCode') === undefined
      ? undefined
      : roleInMessage(textAt(record, 'errorMessage') ?? ''))
  );
};

/** `ARN` in CloudTrail, `arn` behind some pipelines. The SAML provider stands there, too. */
const roleInResources = (record: JsonObject): RoleArn | undefined =>
  listAt(record, 'resources')
    .map((resource) => parseRoleArn(textAt(resource, 'ARN') ?? textAt(resource, 'arn') ?? ''))
    .find((role) => role !== undefined);

/** "... is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::...:role/x because ..." */
const roleInMessage = (message: string): RoleArn | undefined => {
  const [found = '', arn = ''] = / on resource: (\S+)/.exec(message) ?? [];
  const maybeCut = Buffer.byteLength(message) >= CUT_FROM_BYTES && message.endsWith(found);
  return maybeCut ? undefined : parseRoleArn(arn);
};

/** Messages are cut at 1 KB. Half a name would be another role: a denial without a role is heard, a wrong one is not. */
const CUT_FROM_BYTES = 1000;
