/**
 * The queues count in the machine's own time, the stage jumps. What would have become visible again during a jump is
 * made visible at once; who holds what is learned from the traffic.
 */
import { listAt, parseJson, textAt, numberAt } from '../lib/kernel/json.ts';
import { AwsCallRefused, callAwsJson } from '../local/aws-json.ts';
import type { Exchange } from './exchange.ts';

export interface QueueTime {
  /** To be told of every answered exchange with the queues. */
  watch(exchange: Exchange, answerBody: string): void;
  /** Makes visible what would be visible by now. */
  catchUp(): Promise<void>;
}

interface Held {
  readonly queueUrl: string;
  readonly until: number;
}

export interface QueueTimeParts {
  /** Milliseconds of the stage's clock. */
  readonly now: () => number;
  readonly messagingUrl: () => string;
  /** Of all queues with functions behind them. */
  readonly visibilitySeconds: number;
}

export function queueTime(parts: QueueTimeParts): QueueTime {
  const held = new Map<string, Held>();
  return {
    watch: ({ operation, body }, answerBody) => {
      const asked = parseJson(body);
      const queueUrl = textAt(asked, 'QueueUrl') ?? '';
      switch (operation) {
        case 'SQS.ReceiveMessage':
          for (const message of listAt(parseJson(answerBody), 'Messages')) {
            const until = parts.now() + parts.visibilitySeconds * 1000;
            held.set(textAt(message, 'ReceiptHandle') ?? '', { queueUrl, until });
          }
          return;
        case 'SQS.ChangeMessageVisibility': {
          const until = parts.now() + (numberAt(asked, 'VisibilityTimeout') ?? 0) * 1000;
          held.set(textAt(asked, 'ReceiptHandle') ?? '', { queueUrl, until });
          return;
        }
        case 'SQS.DeleteMessageBatch':
          for (const entry of listAt(asked, 'Entries')) held.delete(textAt(entry, 'ReceiptHandle') ?? '');
      }
    },
    catchUp: async () => {
      const due = [...held].filter(([, { until }]) => until <= parts.now());
      await Promise.all(due.map(([receipt, { queueUrl }]) => show(receipt, queueUrl, parts.messagingUrl())));
      for (const [receipt] of due) held.delete(receipt);
    },
  };
}

/** A message that was received again or deleted meanwhile has another receipt, or none: nothing to do then. */
async function show(receipt: string, queueUrl: string, messagingUrl: string): Promise<void> {
  try {
    await callAwsJson({
      endpointUrl: messagingUrl,
      region: 'us-east-1',
      target: 'AmazonSQS.ChangeMessageVisibility',
      body: {
        QueueUrl: messagingUrl + new URL(queueUrl).pathname,
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      },
    });
  } catch (error) {
    if (!(error instanceof AwsCallRefused)) throw error;
  }
}
