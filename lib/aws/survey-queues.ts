/** A queue as it describes itself, and the policy of its key. */
import { GetKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueState, Survey } from '../history/survey.ts';
import { askSurvey, nameOf } from './ask-survey.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const surveyQueues = ({
  sqs,
  kms,
}: {
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
}): Pick<Survey, 'queue' | 'keyPolicy'> => ({
  queue: (url) => askSurvey('sqs:GetQueueAttributes', () => queueState(sqs, url)),

  keyPolicy: (keyId) =>
    askSurvey('kms:GetKeyPolicy', async () => {
      const answer = await kms.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default' }));
      return answer.Policy ?? '';
    }),
});

const queueState = async (sqs: SQSClient, url: string): Promise<QueueState | undefined> => {
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages', 'Policy', 'KmsMasterKeyId'],
      }),
    );
    const { QueueArn, ApproximateNumberOfMessages, Policy, KmsMasterKeyId } = Attributes;
    return {
      arn: QueueArn ?? '',
      waiting: Number(ApproximateNumberOfMessages ?? '0'),
      ...(Policy === undefined ? {} : { policy: Policy }),
      ...(KmsMasterKeyId === undefined ? {} : { keyId: KmsMasterKeyId }),
    };
  } catch (error) {
    if (/QueueDoesNotExist|NonExistentQueue/.test(nameOf(error))) return undefined;
    throw error;
  }
};
