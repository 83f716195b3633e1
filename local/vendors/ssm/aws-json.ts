/** AWS JSON 1.1: errors as the SDK reads them. */
import type { JsonObject } from '../json.ts';
import { jsonReply, type VendorReply } from '../vendor.ts';

const contentType = { 'content-type': 'application/x-amz-json-1.1' };

/** A good answer. */
export function awsAnswer(value: JsonObject): VendorReply {
  return { ...jsonReply(200, value), headers: contentType };
}

/** An exception with its members. */
export function awsError(type: string, message: string, members: JsonObject = {}): VendorReply {
  return { ...jsonReply(400, { __type: type, message, Message: message, ...members }), headers: contentType };
}

/** What the front door of an AWS service says when a request breaks the API model. */
export function validationError(member: string, rule: string): VendorReply {
  const text = `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${rule}`;
  return awsError('ValidationException', text);
}
