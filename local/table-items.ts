/** All items of a local table, read and written again: for repairs, where nobody else uses it. */
import { isObject, type JsonObject, listAt } from '../lib/kernel/json.ts';
import { callAwsJson } from './aws-json.ts';

export interface DatabaseParts {
  readonly databaseUrl: string;
  readonly region: string;
}

export const callDatabase = (
  action: string,
  body: JsonObject,
  { databaseUrl, region }: DatabaseParts,
): Promise<JsonObject> =>
  callAwsJson({ endpointUrl: databaseUrl, region, target: `DynamoDB_20120810.${action}`, body });

/** Of a table or, with `IndexName`, of an index. */
export async function scanAll(question: JsonObject, parts: DatabaseParts): Promise<readonly JsonObject[]> {
  const items: JsonObject[] = [];
  let from: unknown;
  do {
    const answer = await callDatabase(
      'Scan',
      from === undefined ? question : { ...question, ExclusiveStartKey: from },
      parts,
    );
    items.push(...listAt(answer, 'Items').filter(isObject));
    from = answer['LastEvaluatedKey'];
  } while (from !== undefined);
  return items;
}

/** BatchWriteItem takes 25 items and 16 MB. */
const BATCH = 25;

export async function putAll(
  tableName: string,
  items: readonly JsonObject[],
  parts: DatabaseParts,
): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    const puts = items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
    await callDatabase('BatchWriteItem', { RequestItems: { [tableName]: puts } }, parts);
  }
}
