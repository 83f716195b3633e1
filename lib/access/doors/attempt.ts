/** What every record tells of a call besides its parameters: on what, whether it worked, who carried it out. */
import { type JsonObject, at, listAt, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { parseArn } from '../../kernel/arn.ts';
import { isRefused, UNNAMED } from './act.ts';
import { listOf, seek } from './seek.ts';

/** The verb of a sentence about it: "trail prod was stopped", "trail prod would have been stopped". */
export const was = (record: JsonObject): 'was' | 'would have been' =>
  isRefused(record) ? 'would have been' : 'was';

/** What follows from a success; of an attempt nothing does. */
export const thus = (record: JsonObject, consequence: string): string =>
  isRefused(record) ? '' : consequence;

export const parametersOf = (record: JsonObject): unknown => at(record, 'requestParameters');

/** Longer than any name, ARN or URL of AWS that a person could still read. */
const LONGEST_NAME = 256;

/**
 * What the call was about: the parameter of one of these names, the record's resource, or what AWS's message about the
 * refusal names; of a refused call parameters are often not recorded.
 */
export const nameOf = (record: JsonObject, ...names: readonly string[]): string | undefined => {
  const given = listOf(seek(parametersOf(record), ...names)).filter((name) => typeof name === 'string');
  const name =
    given.length > 0 ? given.slice(0, 10).join(', ') : (resourceOf(record) ?? refusedResource(record));
  const clean = name === undefined ? '' : oneLine(name, LONGEST_NAME);
  return clean === '' ? undefined : clean;
};

/** The same, or words that say that the record does not tell. */
export const shownName = (record: JsonObject, ...names: readonly string[]): string =>
  nameOf(record, ...names) ?? UNNAMED;

/** "queue prod-orders"; "a queue the record does not name". */
export const called = (type: string, name: string): string =>
  name === UNNAMED
    ? `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type} the record does not name`
    : `${type} ${readableName(name)}`;

/** Types that begin the last part of an ARN. SNS and SQS write the bare name there. */
const ARN_TYPES =
  /^(trail|eventdatastore|function|layer|log-group|rule|alarm|key|cluster|cluster-snapshot|snapshot|repository|detector|table|stack|stackset|secret|event-bus|hub|analyzer|queue|role|domain|project|stream|resource-share|control)[:/]/;

/** Of log groups, subscriptions and stacks. */
const AFTER_NAME = /(:log-stream:|:\*|[:/][0-9a-f]{8}-[0-9a-f-]{27})+$/;

/** The name inside an ARN or a queue's URL, for a sentence; anything else as it is. */
const readableName = (name: string): string => {
  const arn = parseArn(name);
  if (arn === undefined) return /^https?:\/\/[^/]+\/\d{12}\/(\S+)$/.exec(name)?.[1] ?? name;
  const resource = arn.resource.replace(ARN_TYPES, '').replace(AFTER_NAME, '');
  return resource === '' ? name : resource;
};

/** `ARN` in CloudTrail, `arn` after some pipelines. */
const resourceOf = (record: JsonObject): string | undefined =>
  listAt(record, 'resources')
    .map((resource) => textAt(resource, 'ARN') ?? textAt(resource, 'arn'))
    .find((arn) => arn !== undefined);

/** "... on resource: <ARN, or a type and a name> because ..."; AWS cuts the message at 1 KB. */
const refusedResource = (record: JsonObject): string | undefined => {
  const message = textAt(record, 'errorMessage')?.slice(0, 2048) ?? '';
  const [, rest] = message.split(' on resource: ', 2);
  const [resource = ''] = rest?.split(/ because | with an explicit deny/, 1) ?? [];
  return resource === '*' || resource.trim() === '' ? undefined : resource;
};

/** A deploy: AWS CloudFormation made the call for somebody. AWS writes both fields, no caller can. */
export const byCloudFormation = (record: JsonObject): boolean =>
  textAt(record, 'userIdentity', 'invokedBy') === CLOUDFORMATION ||
  textAt(record, 'sourceIPAddress') === CLOUDFORMATION;

const CLOUDFORMATION = 'cloudformation.amazonaws.com';
