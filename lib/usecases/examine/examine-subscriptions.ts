/** Does every topic have readers, and has each address confirmed? */
import type { Survey } from '../../history/survey.ts';
import { CANARY_DESTINATION } from '../../delivery/canary.ts';
import { OPERATOR_DESTINATION } from '../../delivery/operator.ts';
import type { TopicSubscription } from '../../delivery/subscriptions.ts';
import { listAt, textAt } from '../../kernel/json.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Places } from './examination.ts';
import { type Finding, findingsOf, orUnknown } from './finding.ts';

const { ok, broken } = findingsOf('subscription');

export const examineSubscriptions = async (
  { policy, survey }: { readonly policy: Policy; readonly survey: Survey },
  { topicArns }: Places,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const topic of topicsOf(policy, topicArns)) {
    const look = async () => judgeTopic(topic, await subscriptionsOf(survey, topic));
    found.push(...(await orUnknown('subscription', topic.subject, look)));
  }
  return found;
};

export interface Topic {
  readonly subject: string;
  readonly arn?: string;
  /** Addresses that are to read there; empty: anybody. */
  readonly addresses: readonly string[];
}

const topicsOf = (policy: Policy, topicArns: Places['topicArns']): readonly Topic[] => {
  const own = policy.destinations
    .filter(({ channel }) => channel === 'sns')
    .map(({ id, settings }) =>
      topic(id, textAt(settings, 'topicArn') ?? topicArns[id], listAt(settings, 'email').map(String)),
    );
  const operator = {
    ...topic(OPERATOR_DESTINATION, topicArns[OPERATOR_DESTINATION]),
    subject: 'topic of the alarms',
  };
  const canary = topicArns[CANARY_DESTINATION];
  return [
    ...own,
    operator,
    ...(canary === undefined
      ? []
      : [{ ...topic(CANARY_DESTINATION, canary), subject: 'topic of the canary' }]),
  ];
};

const topic = (id: string, arn: string | undefined, addresses: readonly string[] = []): Topic => ({
  subject: `topic of ${id}`,
  addresses,
  ...(arn === undefined ? {} : { arn }),
});

const subscriptionsOf = async (
  survey: Survey,
  { arn }: Topic,
): Promise<readonly TopicSubscription[] | undefined> =>
  arn === undefined ? undefined : survey.subscriptionsOf(arn);

/** `undefined`: there is no such topic. */
export const judgeTopic = (
  { subject, addresses }: Topic,
  listed: readonly TopicSubscription[] | undefined,
): readonly Finding[] => {
  if (listed === undefined) {
    return [
      broken({ subject, sentence: 'does not exist', mend: 'deploy again', command: 'npx serverless deploy' }),
    ];
  }
  if (addresses.length > 0) return addresses.map((address) => judgeAddress(subject, address, listed));
  return listed.some(({ confirmed }) => confirmed)
    ? [ok(subject, 'has a confirmed subscription')]
    : [
        broken({
          subject,
          sentence: 'has no confirmed subscription, so nobody would be told',
          mend: 'subscribe somebody and confirm',
        }),
      ];
};

const judgeAddress = (subject: string, address: string, listed: readonly TopicSubscription[]): Finding => {
  const place = `${address} (${subject})`;
  const found = listed.find(({ endpoint }) => endpoint.toLowerCase() === address.toLowerCase());
  if (found === undefined) {
    return broken({
      subject: place,
      sentence: 'is not subscribed',
      mend: 'subscribe it again: SNS drops what nobody confirms, and what its reader unsubscribed',
    });
  }
  return found.confirmed
    ? ok(place, 'has confirmed the subscription')
    : broken({
        subject: place,
        sentence: 'has not confirmed, or no longer: SNS sends nothing there',
        mend: 'have the link in the mail from AWS Notifications opened',
      });
};
