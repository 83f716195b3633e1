/** The OpsCenter half of the laptop's Systems Manager. */
import { isObject, listAt, objectAt, parseJson, textAt, textsAt, without, type JsonObject } from '../json.ts';
import type { Arrival } from '../kept-message.ts';
import type { VendorReply } from '../vendor.ts';
import { awsAnswer, awsError, validationError } from './aws-json.ts';
import { invalid, opsItemRefusal } from './ops-item-rules.ts';
import { opsItemView, type OpsItem, type OpsItems } from './ops-items.ts';

/** CreateOpsItem */
export function createOpsItem(items: OpsItems, input: JsonObject): VendorReply {
  const refusal = opsItemRefusal(input, true);
  if (refusal) return refused(refusal, input);
  const twin = items.twin(input);
  if (twin) {
    const message = `The OpsItem already exists. OpsItemId: ${twin.id}`;
    return refused(awsError('OpsItemAlreadyExistsException', message, { OpsItemId: twin.id }), input);
  }
  const id = items.nextId();
  return accepted(awsAnswer({ OpsItemId: id }), 'new', id, input, textAt(input, 'Title') ?? '');
}

/** UpdateOpsItem */
export function updateOpsItem(items: OpsItems, input: JsonObject): VendorReply {
  const item = items.find(textAt(input, 'OpsItemId') ?? '');
  if (!item) return notFound();
  const refusal = opsItemRefusal(input, false);
  if (refusal) return refused(refusal, input);
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html
  if (objectAt(input, 'OperationalData')['/aws/dedup'] !== undefined) {
    return refused(
      invalid(['/aws/dedup'], 'The deduplication string of an OpsItem cannot be changed.'),
      input,
    );
  }
  const change = without(input, 'OpsItemId');
  const status = textAt(change, 'Status');
  const words = status === undefined ? `Changed ${Object.keys(change).join(', ')}` : `Status ${status}`;
  return accepted(awsAnswer({}), status === undefined ? 'update' : 'transition', item.id, change, words);
}

/** GetOpsItem */
export function getOpsItem(items: OpsItems, input: JsonObject): VendorReply {
  const item = items.find(textAt(input, 'OpsItemId') ?? '');
  return item ? awsAnswer({ OpsItem: opsItemView(item) }) : notFound();
}

/** AddTagsToResource, for OpsItems. */
export function addTags(items: OpsItems, input: JsonObject): VendorReply {
  if (input['ResourceType'] !== 'OpsItem')
    return awsError('InvalidResourceType', 'Only OpsItem is known here.');
  const item = items.find(textAt(input, 'ResourceId') ?? '');
  if (!item) return awsError('InvalidResourceId', 'The resource ID is not valid.');
  const tags = [...(listAt(item.members, 'Tags') ?? []), ...(listAt(input, 'Tags') ?? [])];
  if (tags.length > 50) return awsError('TooManyTagsError', 'At most 50 tags.');
  return accepted(awsAnswer({}), 'update', item.id, { Tags: tags }, 'Tags added');
}

/** DescribeOpsItems */
export function describeOpsItems(items: OpsItems, input: JsonObject): VendorReply {
  const filters = (listAt(input, 'OpsItemFilters') ?? []).filter(isObject);
  const unknown = filters.find((filter) => !filterKeys.includes(textAt(filter, 'Key') ?? ''));
  if (unknown) return validationError('opsItemFilters', `satisfy enum value set: [${filterKeys.join(', ')}]`);
  const size = Number(input['MaxResults'] ?? 50);
  if (!(size >= 1 && size <= 50)) return validationError('maxResults', 'have value less than or equal to 50');
  const start = Number(textAt(input, 'NextToken') ?? '0') || 0;
  const found = items.all().filter((item) => filters.every((filter) => matches(item, filter)));
  const page = found.slice(start, start + size).map((item) => without(opsItemView(item), 'Description'));
  const more = found.length > start + size;
  return awsAnswer({ OpsItemSummaries: page, ...(more ? { NextToken: String(start + size) } : {}) });
}

const filterKeys = [
  'Status',
  'Title',
  'Source',
  'OpsItemId',
  'Severity',
  'OperationalData',
  'OperationalDataKey',
];

function matches(item: OpsItem, filter: JsonObject): boolean {
  const key = textAt(filter, 'Key') ?? '';
  const values = textsAt(filter, 'Values');
  const data = objectAt(item.members, 'OperationalData');
  if (key === 'OperationalDataKey') return values.some((value) => Object.hasOwn(data, value));
  if (key === 'OperationalData') {
    return values.some((value) => {
      const wished = parseJson(value);
      if (!isObject(wished)) return false;
      const entry = objectAt(data, textAt(wished, 'key') ?? '');
      return entry['Type'] === 'SearchableString' && entry['Value'] === wished['value'];
    });
  }
  const actual = String(opsItemView(item)[key]);
  return filter['Operator'] === 'Contains'
    ? values.some((value) => actual.includes(value))
    : values.includes(actual);
}

function notFound(): VendorReply {
  return awsError('OpsItemNotFoundException', 'The specified OpsItem ID does not exist.');
}

function accepted(
  reply: VendorReply,
  action: Arrival['action'],
  id: string,
  members: JsonObject,
  summary: string,
): VendorReply {
  return {
    ...reply,
    accepted: true,
    word: `200 ${id}`,
    arrival: {
      destinationHint: 'OpsCenter',
      action,
      thing: id,
      summary,
      body: { OpsItemId: id, members },
      live: [],
    },
  };
}

function refused(reply: VendorReply, members: JsonObject): VendorReply {
  const answer = parseJson(reply.body);
  const words = isObject(answer)
    ? `${textAt(answer, '__type') ?? ''}: ${textAt(answer, 'message') ?? ''}`
    : '';
  const summary = (textAt(members, 'Title') ?? '').slice(0, 300);
  return {
    ...reply,
    accepted: false,
    word: `400 ${words}`,
    arrival: {
      destinationHint: 'OpsCenter',
      action: 'new',
      thing: null,
      summary,
      body: { members },
      live: [],
    },
  };
}
