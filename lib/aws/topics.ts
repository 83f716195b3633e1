/** SNS topics. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { TopicMessage } from '../delivery/channel.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { classifyAwsError } from './classify-aws-error.ts';

export const publishWith =
  (client: SNSClient) =>
  async ({ topicArn, subject, message, attributes }: TopicMessage): Promise<Outcome> => {
    try {
      const answer = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: message,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [
              name,
              { DataType: 'String', StringValue: value },
            ]),
          ),
        }),
      );
      return answer.MessageId === undefined
        ? { kind: 'sent' }
        : { kind: 'sent', reference: answer.MessageId };
    } catch (error) {
      return classifyAwsError(error);
    }
  };

/** Asks for a topic and publishes nothing. https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const findTopicWith =
  (client: SNSClient) =>
  async (topicArn: string): Promise<Outcome> => {
    try {
      await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      return { kind: 'sent' };
    } catch (error) {
      return classifyAwsError(error);
    }
  };
