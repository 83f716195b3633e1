/** What the event bus and the schedules hand events to: queues, topics and functions. */
import { parseJson } from '../lib/kernel/json.ts';
import { callAwsJson, callAwsQuery } from './aws-json.ts';
import type { LambdaFunction } from './lambda.ts';
import { queueUrlOf } from './local-names.ts';
import type { DeclaredTarget } from './topology.ts';

export interface TargetParts {
  readonly region: string;
  readonly messagingUrl: string;
  readonly functionNamed: (reference: string) => LambdaFunction;
}

/** Throws when the target did not take the event, or is of a kind the laptop does not play. */
export function deliverToTarget(
  parts: TargetParts,
): (target: DeclaredTarget, event: string) => Promise<void> {
  return async (target, event) => {
    if (target.arn.startsWith('arn:aws:sqs:')) {
      await callAwsJson({
        endpointUrl: parts.messagingUrl,
        region: parts.region,
        target: 'AmazonSQS.SendMessage',
        body: {
          QueueUrl: queueUrlOf(target.arn, parts.messagingUrl),
          MessageBody: event,
          ...(target.messageGroupId === undefined ? {} : { MessageGroupId: target.messageGroupId }),
        },
      });
      return;
    }
    if (target.arn.startsWith('arn:aws:sns:')) {
      await callAwsQuery({
        endpointUrl: parts.messagingUrl,
        region: parts.region,
        parameters: { Action: 'Publish', TopicArn: target.arn, Message: event },
      });
      return;
    }
    const invoked = await parts.functionNamed(target.arn).invoke(parseJson(event));
    if (!invoked.ok) throw new Error(invoked.errorType);
  };
}
