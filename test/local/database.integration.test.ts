/** DynamoDB on the laptop ends when it is told to, whoever is still asking. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callAwsJson } from '../../local/aws-json.ts';
import { startDatabase } from '../../local/database.ts';
import { eventually } from './fixtures/eventually.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-database-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=b',
  'x-amz-date': '20260101T000000Z',
};

it('closes under callers who are in the middle of their queries', async () => {
  for (let round = 0; round < 4; round += 1) {
    const database = await startDatabase(join(folder, String(round)));
    const call = (action: string, body: object): Promise<unknown> =>
      callAwsJson({
        endpointUrl: database.url,
        region: 'us-east-1',
        target: `DynamoDB_20120810.${action}`,
        body: { TableName: 'things', ...body },
      });
    await call('CreateTable', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    });
    await eventually('the table', async () =>
      JSON.stringify(await call('DescribeTable', {})).includes('"ACTIVE"'),
    );
    await call('PutItem', { Item: { pk: { S: 'one' }, text: { S: 'x'.repeat(60_000) } } });
    const query = JSON.stringify({
      TableName: 'things',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'one' } },
    });
    const asked = Array.from({ length: 40 }, () => {
      const asking = request(database.url, {
        method: 'POST',
        headers: { ...HEADERS, 'x-amz-target': 'DynamoDB_20120810.Query' },
      });
      asking.on('error', () => undefined);
      return new Promise<void>((resolve) => asking.end(query, () => resolve()));
    });
    await Promise.all(asked);
    await new Promise((resolve) => setTimeout(resolve, round));
    await database.close();
    await expect(call('ListTables', {})).rejects.toThrow();
  }
});
