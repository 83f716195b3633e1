/** The few operations on the table, with plain objects instead of attribute values. No scans. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export type Item = Readonly<Record<string, unknown>>;
export type Key = { readonly pk: string; readonly sk: string };

export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

export interface Update extends Partial<Condition> {
  readonly update: string;
}

/** The condition did not hold. `item` is what stood there; absent when nothing did. */
export interface Refused {
  readonly kind: 'refused';
  readonly item?: Item;
}

export interface QueryQuestion {
  readonly index?: string;
  readonly condition: string;
  readonly values: Item;
  readonly names?: Readonly<Record<string, string>>;
  /**
   * Of the items that the condition finds, only these are answered. Like `only` it spares no price, and `limit` counts what
   * was looked at: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html
   */
  readonly filter?: string;
  readonly limit?: number;
  readonly newestFirst?: boolean;
  readonly startAfter?: Item;
  /**
   * Paths of the attributes to answer, `#row.#time`; all of them unless given. Spares the transfer and the reading, not
   * the price: DynamoDB counts whole items.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
   */
  readonly only?: readonly string[];
}

export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** Those that are there, in any order; at most 100 different keys. */
  getEach(keys: readonly Key[]): Promise<readonly Item[]>;
  put(item: Item, condition?: Condition): Promise<{ readonly kind: 'written' } | Refused>;
  update(key: Key, update: Update): Promise<{ readonly kind: 'written'; readonly item: Item } | Refused>;
  /** Removes an item that is there and, if a condition is given, fulfils it. */
  remove(key: Key, condition?: Condition): Promise<void>;
  query(question: QueryQuestion): Promise<{ readonly items: readonly Item[]; readonly continueAfter?: Item }>;
}

type Attributes = Record<string, AttributeValue>;

const toAttributes = (item: Item): Attributes =>
  marshall(item, { removeUndefinedValues: true, convertEmptyValues: false });

const expressions = ({ names, values }: Partial<Condition>) => ({
  ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
  ...(values === undefined ? {} : { ExpressionAttributeValues: toAttributes(values) }),
});

/**
 * What DynamoDB leaves out because it has too much to do is asked for again, twice.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
const getEach = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let left: readonly Attributes[] = keys.map(({ pk, sk }) => toAttributes({ pk, sk }));
  for (let asked = 0; left.length > 0; asked += 1) {
    if (asked === ASKED_FOR_EACH) throw new Error('DynamoDB goes on leaving items out.');
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: [...left], ConsistentRead: true } } }),
    );
    items.push(...(answer.Responses?.[tableName] ?? []).map((item) => unmarshall(item)));
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
};

const ASKED_FOR_EACH = 3;

export const openTable = (client: DynamoDBClient, tableName: string): Table => {
  // It copies every request and answer, whole, for a logger that nobody gave it: up to a third of what a query takes.
  client.middlewareStack.remove('loggerMiddleware');
  const get = async (key: Key): Promise<Item | undefined> => {
    const answer = await client.send(
      new GetItemCommand({ TableName: tableName, Key: toAttributes(key), ConsistentRead: true }),
    );
    return answer.Item === undefined ? undefined : unmarshall(answer.Item);
  };

  /** AWS hands the item back with the refusal; a stand-in that cannot is asked for it. */
  const refused = async (error: unknown, key: Key): Promise<Refused> => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item === undefined ? await get(key) : unmarshall(error.Item);
    return item === undefined ? { kind: 'refused' } : { kind: 'refused', item };
  };

  return {
    get,
    getEach: (keys) => getEach(client, tableName, keys),

    put: async (item, condition) => {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: toAttributes(item),
            ...(condition === undefined
              ? {}
              : {
                  ConditionExpression: condition.expression,
                  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
                  ...expressions(condition),
                }),
          }),
        );
        return { kind: 'written' };
      } catch (error) {
        return refused(error, keyOf(item));
      }
    },

    update: async (key, update) => {
      try {
        const answer = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: toAttributes(key),
            UpdateExpression: update.update,
            ReturnValues: 'ALL_NEW',
            ...(update.expression === undefined
              ? {}
              : {
                  ConditionExpression: update.expression,
                  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
                }),
            ...expressions(update),
          }),
        );
        return { kind: 'written', item: unmarshall(answer.Attributes ?? {}) };
      } catch (error) {
        return refused(error, key);
      }
    },

    remove: async (key, condition) => {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: toAttributes(key),
            ...(condition === undefined
              ? {}
              : { ConditionExpression: condition.expression, ...expressions(condition) }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    query: async (question) => {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: question.condition,
          ExpressionAttributeValues: toAttributes(question.values),
          ...(question.names === undefined ? {} : { ExpressionAttributeNames: { ...question.names } }),
          ...(question.filter === undefined ? {} : { FilterExpression: question.filter }),
          ...(question.only === undefined ? {} : { ProjectionExpression: question.only.join(', ') }),
          ScanIndexForward: question.newestFirst !== true,
          ...(question.index === undefined ? { ConsistentRead: true } : { IndexName: question.index }),
          ...(question.limit === undefined ? {} : { Limit: question.limit }),
          ...(question.startAfter === undefined
            ? {}
            : { ExclusiveStartKey: toAttributes(question.startAfter) }),
        }),
      );
      const items = (answer.Items ?? []).map((item) => unmarshall(item));
      const last = answer.LastEvaluatedKey;
      return last === undefined ? { items } : { items, continueAfter: unmarshall(last) };
    },
  };
};

/** The key of an item that was read or is to be written. */
export const keyOf = (item: Item): Key => ({ pk: String(item['pk']), sk: String(item['sk']) });

/** Reads page after page, up to `limit` items, all of them without one: only for partitions that are small by nature. */
export const queryAll = async (table: Table, question: QueryQuestion): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let startAfter: Item | undefined;
  do {
    const page = await table.query({
      ...question,
      ...(question.limit === undefined ? {} : { limit: question.limit - items.length }),
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    items.push(...page.items);
    startAfter = page.continueAfter;
  } while (startAfter !== undefined && items.length < (question.limit ?? Number.POSITIVE_INFINITY));
  return items;
};
