/** What OpsCenter refuses (API_CreateOpsItem, API_OpsItemDataValue). */
import { isObject, textAt, type JsonObject } from '../json.ts';
import { type VendorReply } from '../vendor.ts';
import { awsError, validationError } from './aws-json.ts';

export const opsItemStatuses = ['Open', 'InProgress', 'Resolved'] as const;

const limits = {
  title: 1024,
  description: 2048,
  source: 128,
  dataKey: 128,
  dataValue: 20 * 1024,
  category: 64,
} as const;

/** The refusal, or undefined when the members may stand in an OpsItem. */
export function opsItemRefusal(input: JsonObject, creating: boolean): VendorReply | undefined {
  return (
    textRefusal(input, 'Title', limits.title, creating) ??
    textRefusal(input, 'Description', limits.description, creating) ??
    (creating ? textRefusal(input, 'Source', limits.source, true) : undefined) ??
    textRefusal(input, 'Category', limits.category, false) ??
    sourceRefusal(input, creating) ??
    choiceRefusal(input) ??
    dataRefusal(input['OperationalData'])
  );
}

function textRefusal(
  input: JsonObject,
  name: string,
  most: number,
  required: boolean,
): VendorReply | undefined {
  const value = input[name];
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  if (value === undefined) return required ? validationError(member, 'not be null') : undefined;
  if (typeof value !== 'string' || value.length < 1) {
    return validationError(member, 'have length greater than or equal to 1');
  }
  if (value.length > most)
    return validationError(member, `have length less than or equal to ${String(most)}`);
  return /\S/.test(value)
    ? undefined
    : validationError(member, 'satisfy regular expression pattern: ^(?!\\s*$).+');
}

function sourceRefusal(input: JsonObject, creating: boolean): VendorReply | undefined {
  if (!creating || !/aws|amazon|amzn/i.test(textAt(input, 'Source') ?? '')) return undefined;
  return invalid(['Source'], 'Source must not contain aws, amazon or amzn.');
}

function choiceRefusal(input: JsonObject): VendorReply | undefined {
  const { Priority: priority, Severity: severity, Status: status } = input;
  if (priority !== undefined && ![1, 2, 3, 4, 5].some((value) => value === priority)) {
    return validationError('priority', 'have value less than or equal to 5');
  }
  if (severity !== undefined && !['1', '2', '3', '4'].some((value) => value === severity)) {
    return invalid(['Severity'], 'Severity must be 1, 2, 3 or 4.');
  }
  if (status !== undefined && !opsItemStatuses.some((value) => value === status)) {
    return validationError('status', `satisfy enum value set: [${opsItemStatuses.join(', ')}]`);
  }
  return undefined;
}

function dataRefusal(data: unknown): VendorReply | undefined {
  if (data === undefined) return undefined;
  if (!isObject(data)) return validationError('operationalData', 'be a map');
  for (const [key, entry] of Object.entries(data)) {
    if (key.length > limits.dataKey)
      return validationError('operationalData', 'have length less than or equal to 128');
    const ours = ['/aws/dedup', '/aws/resources', '/aws/automations'].includes(key);
    if (!ours && /^\/?(aws|amazon|amzn|ssm)/i.test(key)) {
      return invalid(
        [key],
        'Operational data keys cannot begin with amazon, aws, amzn, ssm, /amazon, /aws, /amzn, /ssm.',
      );
    }
    if (!isObject(entry) || (entry['Type'] !== 'String' && entry['Type'] !== 'SearchableString')) {
      return validationError('operationalData', 'satisfy enum value set: [String, SearchableString]');
    }
    if (Buffer.byteLength(textAt(entry, 'Value') ?? '') > limits.dataValue) {
      return awsError('OpsItemLimitExceededException', 'Operational data value exceeds 20 KB.', {
        LimitType: 'value',
      });
    }
  }
  return undefined;
}

/** OpsCenter's own complaint, naming the members. */
export function invalid(names: readonly string[], message: string): VendorReply {
  return awsError('OpsItemInvalidParameterException', message, { ParameterNames: names });
}
