/** Who is subscribed to a topic. https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { SubscriptionsOf, TopicSubscription } from '../delivery/subscriptions.ts';

export const listSubscriptions =
  (client: SNSClient): SubscriptionsOf =>
  async (topicArn) => {
    const found: TopicSubscription[] = [];
    try {
      for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
        for (const { Protocol, Endpoint, SubscriptionArn } of page.Subscriptions ?? []) {
          // Until it is confirmed, and after it was deleted, a subscription has a word instead of an ARN.
          const confirmed = SubscriptionArn?.startsWith('arn:') ?? false;
          found.push({ protocol: Protocol ?? '', endpoint: Endpoint ?? '', confirmed });
        }
      }
      return found;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundException') return undefined;
      throw error;
    }
  };
