import { callAwsQuery } from '../../local/aws-json.ts';
import { type MailSubscriptions, mailSubscriptions } from '../../local/mail-subscriptions.ts';
import { startMessaging, type TopicMail } from '../../local/messaging.ts';

const REGION = 'us-east-1';
const TOPIC = `arn:aws:sns:${REGION}:000000000000:alarms`;
const ADDRESSES = ['a@example.com', 'b@example.com'];

let url = '';
let close: () => Promise<void> = async () => undefined;
let subscriptions: MailSubscriptions;
let suspended: readonly string[] = [];
const mails: TopicMail[] = [];

const call = (parameters: Readonly<Record<string, string>>): Promise<string> =>
  callAwsQuery({ endpointUrl: url, region: REGION, parameters });

beforeEach(async () => {
  mails.length = 0;
  suspended = [];
  subscriptions = mailSubscriptions({
    declared: () => ADDRESSES.map((endpoint) => ({ topicArn: TOPIC, endpoint })),
    suspended: () => suspended,
  });
  const messaging = await startMessaging({
    region: REGION,
    subscriptions,
    deliverMail: async (mail) => {
      mails.push(mail);
    },
  });
  ({ url, close } = messaging);
  await call({ Action: 'CreateTopic', Name: 'alarms' });
  for (const Endpoint of ADDRESSES) {
    await call({ Action: 'Subscribe', TopicArn: TOPIC, Protocol: 'email', Endpoint });
  }
});

afterEach(() => close());

/** Each address of the answer, with what stands where the ARN would be. */
const listed = async (): Promise<Readonly<Record<string, string>>> => {
  const xml = await call({ Action: 'ListSubscriptionsByTopic', TopicArn: TOPIC });
  const members = xml.match(/<member>[\s\S]*?<\/member>/g) ?? [];
  const valueOf = (member: string, name: string) =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(member)?.[1] ?? '';
  return Object.fromEntries(
    members.map((member) => [valueOf(member, 'Endpoint'), valueOf(member, 'SubscriptionArn')]),
  );
};

const publish = () => call({ Action: 'Publish', TopicArn: TOPIC, Subject: 'Hello', Message: 'Hello' });

describe('e-mail subscriptions on the laptop', () => {
  it('are confirmed, and hear what is published', async () => {
    const ours = expect.stringMatching(/^arn:aws:sns:/);
    expect(await listed()).toEqual({ 'a@example.com': ours, 'b@example.com': ours });
    await publish();
    expect(mails.map(({ to }) => to)).toEqual(ADDRESSES);
  });

  it('hear nothing while they wait for the click, and are listed with a word instead of an ARN', async () => {
    subscriptions.setPending(TOPIC, 'a@example.com', true);
    expect(await listed()).toMatchObject({ 'a@example.com': 'PendingConfirmation' });
    await publish();
    expect(mails.map(({ to }) => to)).toEqual(['b@example.com']);
    subscriptions.setPending(TOPIC, 'a@example.com', false);
    await publish();
    expect(mails).toHaveLength(3);
  });

  it('are not listed any more once somebody has unsubscribed', async () => {
    subscriptions.remove(TOPIC, 'a@example.com');
    expect(Object.keys(await listed())).toEqual(['b@example.com']);
    await publish();
    expect(mails.map(({ to }) => to)).toEqual(['b@example.com']);
  });

  it('are listed as pending when SNS has suspended them', async () => {
    suspended = ['b@example.com'];
    expect(await listed()).toMatchObject({ 'b@example.com': 'PendingConfirmation' });
  });
});
