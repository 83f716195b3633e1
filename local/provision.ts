/** Creates what the template declares in the local endpoints. A second run finds what is there and goes on. */
import { isObject, type JsonObject } from '../lib/kernel/json.ts';
import { AwsCallRefused, callAwsJson, callAwsQuery } from './aws-json.ts';
import { moveToIndexes } from './move-table.ts';
import type { Topology } from './topology.ts';

export interface ProvisionParts {
  readonly region: string;
  readonly databaseUrl: string;
  readonly messagingUrl: string;
}

/** Queues and topics live in memory and are made anew at every start; tables stay. */
export async function provision(topology: Topology, parts: ProvisionParts): Promise<void> {
  await Promise.all([
    ...topology.tables.map((table) => createTable(table, parts)),
    ...topology.queues.map(({ name, attributes }) =>
      callAwsJson({
        endpointUrl: parts.messagingUrl,
        region: parts.region,
        target: 'AmazonSQS.CreateQueue',
        body: { QueueName: name, Attributes: attributes },
      }),
    ),
    createTopics(topology, parts),
  ]);
}

/** dynalite knows these; encryption, recovery, streams and time to live mean nothing on a laptop. */
const TABLE_FIELDS = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];

async function createTable(table: JsonObject, parts: ProvisionParts): Promise<void> {
  const body = Object.fromEntries(Object.entries(table).filter(([key]) => TABLE_FIELDS.includes(key)));
  const call = { endpointUrl: parts.databaseUrl, region: parts.region };
  try {
    await callAwsJson({ ...call, target: 'DynamoDB_20120810.CreateTable', body });
  } catch (error) {
    if (!(error instanceof AwsCallRefused) || error.code !== 'ResourceInUseException') throw error;
  }
  await untilActive(String(table['TableName']), call);
  await moveToIndexes(body, parts);
}

/** A table made a moment ago may still be CREATING: nobody else may use it before. */
async function untilActive(
  tableName: string,
  call: { readonly endpointUrl: string; readonly region: string },
): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await callAwsJson({
      ...call,
      target: 'DynamoDB_20120810.DescribeTable',
      body: { TableName: tableName },
    });
    if (isObject(answer['Table']) && answer['Table']['TableStatus'] === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the table ${tableName} does not become active`);
}

async function createTopics(topology: Topology, parts: ProvisionParts): Promise<void> {
  const call = (parameters: Readonly<Record<string, string>>): Promise<string> =>
    callAwsQuery({ endpointUrl: parts.messagingUrl, region: parts.region, parameters });
  for (const { name } of topology.topics) await call({ Action: 'CreateTopic', Name: name });
  for (const { topicArn, protocol, endpoint, attributes } of topology.subscriptions) {
    // A filtered mail would need SNS's filter language here too: refused rather than delivered to the wrong person.
    if (protocol.startsWith('email') && attributes['FilterPolicy'] !== undefined) {
      throw new Error(`${endpoint}: filter policies of e-mail subscriptions are not played on the laptop`);
    }
    await call({
      Action: 'Subscribe',
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      ...Object.fromEntries(
        Object.entries(attributes).flatMap(([key, value], index) => [
          [`Attributes.entry.${String(index + 1)}.key`, key],
          [`Attributes.entry.${String(index + 1)}.value`, value],
        ]),
      ),
    });
  }
}
