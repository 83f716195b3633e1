/**
 * Which messages of a batch a function did not finish, read the way Lambda reads it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import { at, isObject } from '../lib/kernel/json.ts';
import type { Invoked } from './lambda-environment.ts';

/**
 * Ids of the messages that stay in the queue. An error fails the whole batch, and so does a response that names no
 * id, an empty id or an id nobody asked about; no response, `{}` and an empty or null list mean success.
 */
export function failedItems(
  invoked: Invoked,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] {
  if (!invoked.ok) return messageIds;
  if (!reportsItemFailures || invoked.value === null || invoked.value === undefined) return [];
  if (!isObject(invoked.value)) return messageIds;
  const failures = invoked.value['batchItemFailures'];
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return messageIds;
  const failed = failures.map((failure: unknown) => at(failure, 'itemIdentifier'));
  const known = failed.filter((id) => typeof id === 'string' && messageIds.includes(id));
  return known.length === failed.length ? messageIds.filter((id) => failed.includes(id)) : messageIds;
}
