/**
 * The name of what a refused call was about. Its record has no request parameters, only the message "User: ... is not
 * authorized to perform: iam:CreateUser on resource: user alice because no identity-based policy allows ...".
 */
import { parseArn } from '../../kernel/arn.ts';
import { type JsonObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';

/** What IAM calls it in its messages, and what it is called in ARNs. */
export type RefusedType = 'role' | 'user' | 'group' | 'policy' | 'instance profile';

/** The name, for a policy its ARN where that is given; `undefined` when the message tells none of that type. */
export const refusedName = (record: JsonObject, type: RefusedType): string | undefined => {
  const resource = refusedResource(record);
  if (resource === undefined) return undefined;
  const arn = parseArn(resource);
  if (arn !== undefined) {
    const isOfType = arn.resource.startsWith(`${type.replace(' ', '-')}/`);
    return isOfType ? oneLine(type === 'policy' ? resource : lastPart(resource), 600) : undefined;
  }
  if (!resource.startsWith(`${type} `)) return undefined;
  // "policy <arn> version v2"
  return oneLine(resource.slice(type.length + 1).replace(/ version \S+$/, ''), 600);
};

/** Messages are cut at 1 KB; half a name would be another one. */
const CUT_FROM_BYTES = 1000;

const refusedResource = (record: JsonObject): string | undefined => {
  const message = textAt(record, 'errorMessage') ?? '';
  const [, rest] = message.split(' on resource: ', 2);
  if (rest === undefined) return undefined;
  const [resource = '', reason] = rest.split(/ because | with an explicit deny/, 2);
  if (reason === undefined && Buffer.byteLength(message) >= CUT_FROM_BYTES) return undefined;
  return resource === '' || resource === '*' ? undefined : resource;
};

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
