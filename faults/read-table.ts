/** The table as it stands, read past the product: the judge must not ask the accused. */
import { isObject, type JsonObject, listAt } from '../lib/kernel/json.ts';
import { callAwsJson } from '../local/aws-json.ts';

export interface TablePlace {
  readonly endpointUrl: string;
  readonly tableName: string;
}

/** Every item of one partition. */
export const readPartition = (place: TablePlace, pk: string): Promise<readonly JsonObject[]> =>
  readPages(place, 'Query', {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ConsistentRead: true,
  });

/** Every item there is. */
export const readAllItems = (place: TablePlace): Promise<readonly JsonObject[]> =>
  readPages(place, 'Scan', {});

async function readPages(
  { endpointUrl, tableName }: TablePlace,
  action: 'Query' | 'Scan',
  question: JsonObject,
): Promise<readonly JsonObject[]> {
  const items: JsonObject[] = [];
  let from: unknown;
  do {
    const answer = await callAwsJson({
      endpointUrl,
      region: 'us-east-1',
      target: `DynamoDB_20120810.${action}`,
      body: {
        TableName: tableName,
        ...question,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      },
    });
    for (const item of listAt(answer, 'Items')) items.push(plainItem(item));
    from = answer['LastEvaluatedKey'];
  } while (from !== undefined);
  return items;
}

/** Writes an item past the product, as somebody with access to the table could. */
export async function writeItem(place: TablePlace, item: JsonObject): Promise<void> {
  await callAwsJson({
    endpointUrl: place.endpointUrl,
    region: 'us-east-1',
    target: 'DynamoDB_20120810.PutItem',
    body: { TableName: place.tableName, Item: item },
  });
}

/** The items of one partition as DynamoDB writes them, so that one can be put back changed. */
export async function readRaw(place: TablePlace, pk: string): Promise<readonly JsonObject[]> {
  const answer = await callAwsJson({
    endpointUrl: place.endpointUrl,
    region: 'us-east-1',
    target: 'DynamoDB_20120810.Query',
    body: {
      TableName: place.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
    },
  });
  return listAt(answer, 'Items').filter(isObject);
}

const plainItem = (item: unknown): JsonObject =>
  isObject(item)
    ? Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]))
    : {};

function plainValue(value: unknown): unknown {
  if (!isObject(value)) return undefined;
  const [type = '', content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return Number(content);
    case 'L':
      return Array.isArray(content) ? content.map((each: unknown) => plainValue(each)) : [];
    case 'M':
      return plainItem(content);
    case 'NULL':
      return null;
    default:
      return content;
  }
}
