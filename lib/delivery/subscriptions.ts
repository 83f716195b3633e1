/** Who reads a topic. */

export interface TopicSubscription {
  /** `email`, `sqs`, ... */
  readonly protocol: string;
  readonly endpoint: string;
  /** False while SNS waits for the person to click the link. */
  readonly confirmed: boolean;
}

/** `undefined` when the topic does not exist. */
export type SubscriptionsOf = (topicArn: string) => Promise<readonly TopicSubscription[] | undefined>;
