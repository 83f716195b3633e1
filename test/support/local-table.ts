/** A real DynamoDB API in this process: dynalite in memory, with the table as the stack declares it. */
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CARD_ORDERS, indexOf } from '../../lib/aws/card-places.ts';
import { openTable, type Table } from '../../lib/aws/table.ts';

export interface LocalTable {
  readonly url: string;
  readonly table: Table;
  /** Calls to DynamoDB since the last look. */
  readonly takeCalls: () => readonly string[];
  /** The next call does its work, but its answer is lost on the way: the SDK repeats it. */
  readonly loseNextAnswer: () => void;
  readonly close: () => Promise<void>;
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
const WHOLE = { ProjectionType: 'ALL' as const };
const CARD = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['card'] };
const CARD_INDEXES = CARD_ORDERS.map(indexOf);
const index = (name: string) => ({
  IndexName: name,
  KeySchema: keys(`${name}Key`, `${name}Sort`),
  Projection: CARD_INDEXES.includes(name) ? CARD : WHOLE,
});
const INDEXES = ['list', 'due', 'session', ...CARD_INDEXES];

export const startLocalTable = async (): Promise<LocalTable> => {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'history',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: ['pk', 'sk', ...INDEXES.flatMap((name) => [`${name}Key`, `${name}Sort`])].map(
        text,
      ),
      GlobalSecondaryIndexes: INDEXES.map(index),
    }),
  );
  let calls: string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(context.commandName ?? 'unknown');
      return next(args);
    },
    { step: 'initialize' },
  );
  let isLost = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (!isLost) return answer;
      isLost = false;
      throw Object.assign(new Error('The answer was lost.'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'high' },
  );
  return {
    url,
    table: openTable(client, 'history'),
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    loseNextAnswer: () => {
      isLost = true;
    },
    close: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
