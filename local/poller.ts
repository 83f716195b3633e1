/**
 * An event source mapping: polls one queue, hands batches to one function and deletes what it finished. What it did not
 * finish stays invisible until the queue's own visibility time-out, exactly as behind Lambda, and goes to the dead
 * letters by the queue's own redrive policy.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
import { type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';
import { callAwsJson } from './aws-json.ts';
import { failedItems } from './batch-response.ts';
import type { Invoked } from './lambda-environment.ts';
import type { DeclaredMapping } from './topology.ts';

export interface PollerParts {
  readonly mapping: Omit<DeclaredMapping, 'functionRef'>;
  readonly queueUrl: string;
  readonly messagingUrl: string;
  readonly region: string;
  readonly invoke: (event: JsonObject) => Promise<Invoked>;
}

export interface Poller {
  /** Resolves when no batch is in flight any more. */
  close(): Promise<void>;
}

/** SQS hands out no more at once and waits no longer. */
const MOST_PER_RECEIVE = 10;
const LONGEST_WAIT_SECONDS = 20;
const PAUSE_AFTER_FAILURE_MS = 500;

export function startPoller(parts: PollerParts): Poller {
  const stop = new AbortController();
  const workers = Array.from({ length: parts.mapping.maximumConcurrency }, () => poll(parts, stop.signal));
  return {
    close: async () => {
      stop.abort();
      await Promise.all(workers);
    },
  };
}

async function poll(parts: PollerParts, signal: AbortSignal): Promise<void> {
  const isOn = (): boolean => !signal.aborted;
  while (isOn()) {
    try {
      const batch = await gatherBatch(parts, signal);
      if (batch.length > 0) await handleBatch(batch, parts);
    } catch {
      // The queue did not answer. Nothing was acknowledged, so nothing is lost by waiting a little.
      if (isOn()) await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAILURE_MS));
    }
  }
}

/** A batch is ready when it is full, or when the window that began with its first message is over. */
async function gatherBatch(parts: PollerParts, signal: AbortSignal): Promise<readonly JsonObject[]> {
  const { batchSize, windowSeconds } = parts.mapping;
  const batch = [...(await receive(parts, { most: batchSize, waitSeconds: LONGEST_WAIT_SECONDS, signal }))];
  const end = performance.now() + windowSeconds * 1000;
  while (batch.length > 0 && batch.length < batchSize && !signal.aborted) {
    const waitSeconds = Math.ceil((end - performance.now()) / 1000);
    if (waitSeconds <= 0) break;
    const more = await receive(parts, { most: batchSize - batch.length, waitSeconds, signal });
    if (more.length === 0) break;
    batch.push(...more);
  }
  return batch;
}

interface Receive {
  readonly most: number;
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}

async function receive(
  parts: PollerParts,
  { most, waitSeconds, signal }: Receive,
): Promise<readonly JsonObject[]> {
  const answer = await untilStopped(signal, (own) =>
    callAwsJson({
      endpointUrl: parts.messagingUrl,
      region: parts.region,
      target: 'AmazonSQS.ReceiveMessage',
      signal: own,
      body: {
        QueueUrl: parts.queueUrl,
        MaxNumberOfMessages: Math.min(most, MOST_PER_RECEIVE),
        WaitTimeSeconds: Math.min(waitSeconds, LONGEST_WAIT_SECONDS),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
    }),
  );
  return listAt(answer, 'Messages').map((message) => recordOf(message, parts));
}

/** A signal of its own for each request: on a shared one every request would leave a listener behind. */
async function untilStopped<T>(signal: AbortSignal, run: (own: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const stop = (): void => own.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await run(own.signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The record as Lambda hands it to a function: names in lower camel case. */
function recordOf(message: unknown, parts: PollerParts): JsonObject {
  const field = (name: string): string => textAt(message, name) ?? '';
  const object = (name: string): unknown =>
    typeof message === 'object' ? Reflect.get(message ?? {}, name) : undefined;
  return {
    messageId: field('MessageId'),
    receiptHandle: field('ReceiptHandle'),
    body: field('Body'),
    attributes: object('Attributes') ?? {},
    messageAttributes: object('MessageAttributes') ?? {},
    md5OfBody: field('MD5OfBody'),
    eventSource: 'aws:sqs',
    eventSourceARN: parts.mapping.queueArn,
    awsRegion: parts.region,
  };
}

async function handleBatch(batch: readonly JsonObject[], parts: PollerParts): Promise<void> {
  const invoked = await parts.invoke({ Records: batch });
  const ids = batch.map((record) => String(record['messageId']));
  const failed = failedItems(invoked, ids, parts.mapping.reportsItemFailures);
  await remove(
    batch.filter((record) => !failed.includes(String(record['messageId']))),
    parts,
  );
}

async function remove(records: readonly JsonObject[], parts: PollerParts): Promise<void> {
  for (let start = 0; start < records.length; start += MOST_PER_RECEIVE) {
    const some = records.slice(start, start + MOST_PER_RECEIVE);
    await callAwsJson({
      endpointUrl: parts.messagingUrl,
      region: parts.region,
      target: 'AmazonSQS.DeleteMessageBatch',
      body: {
        QueueUrl: parts.queueUrl,
        Entries: some.map((record, index) => ({ Id: String(index), ReceiptHandle: record['receiptHandle'] })),
      },
    });
  }
}
