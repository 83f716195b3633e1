/** Connects the stores and ports to AWS, one function each, so that a bundle holds only the clients it needs. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type ClientSettings, clientConfiguration } from './clients.ts';
import { postponeInQueue, type PostponeMessage, wakeThroughQueue } from './delivery-queue.ts';
import { sendToEnrichQueue } from './enrich-queue.ts';
import { openTable, type Table } from './table.ts';
import type { WakeDeliveries } from '../delivery/ledger.ts';

export const connectTable = (settings: ClientSettings, tableName: string): Table =>
  openTable(new DynamoDBClient(clientConfiguration(settings)), tableName);

export const connectDeliveryQueue = (
  settings: ClientSettings,
  queueUrl: string,
): { readonly wake: WakeDeliveries; readonly postpone: PostponeMessage } => {
  const client = new SQSClient(clientConfiguration(settings));
  return { wake: wakeThroughQueue(client, queueUrl), postpone: postponeInQueue(client, queueUrl) };
};

export interface RecordQueues {
  readonly wake: WakeDeliveries;
  readonly enrich: ReturnType<typeof sendToEnrichQueue>;
}

/** Wake-ups, and requests for a later look, over one connection. */
export const connectRecordQueues = (
  settings: ClientSettings,
  urls: { readonly delivery: string; readonly enrich: string },
): RecordQueues => {
  const client = new SQSClient(clientConfiguration(settings));
  return { wake: wakeThroughQueue(client, urls.delivery), enrich: sendToEnrichQueue(client, urls.enrich) };
};

/** Publishing is not idempotent: the ledger repeats it, knows of the doubt and says so in the message. The SDK must not. */
export const connectTopics = (settings: ClientSettings): SNSClient =>
  new SNSClient({ ...clientConfiguration(settings), maxAttempts: 1 });

export const connectParameters = (settings: ClientSettings): SSMClient =>
  new SSMClient(clientConfiguration(settings));
