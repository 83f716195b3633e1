import type { TopicSubscription } from '../../lib/delivery/subscriptions.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { watchSubscriptions } from '../../lib/usecases/watch-subscriptions.ts';
import { startRecording } from '../support/recording.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const policy: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) =>
    owner.id === 'platform'
      ? { ...owner, fallback: 'security-mail' }
      : { ...owner, fallback: 'platform-slack' },
  ),
  destinations: [
    { id: 'platform-slack', channel: 'slack-webhook', settings: {} },
    { id: 'security-mail', channel: 'sns', settings: { email: ['Oncall@example.com', 'ciso@example.com'] } },
    { id: 'acme-mail', channel: 'sns', settings: { email: ['ops@acme.example'] } },
  ],
};

const TOPICS = {
  'security-mail': 'arn:security',
  'acme-mail': 'arn:acme',
  'rolecall-operator': 'arn:operator',
};

const mail = (endpoint: string, confirmed = true): TopicSubscription => ({
  protocol: 'email',
  endpoint,
  confirmed,
});

const ALL_CONFIRMED: Readonly<Record<string, readonly TopicSubscription[]>> = {
  'arn:security': [mail('oncall@example.com'), mail('ciso@example.com')],
  'arn:acme': [mail('ops@acme.example')],
  'arn:operator': [mail('oncall@example.com')],
};

const start = (changes: Readonly<Record<string, readonly TopicSubscription[] | undefined>> = {}) => {
  const recording = startRecording({ policy });
  const subscriptions = { ...ALL_CONFIRMED, ...changes };
  const effects = {
    ...recording.effects,
    topicArns: TOPICS,
    subscriptionsOf: async (topicArn: string) => subscriptions[topicArn],
  };
  const told = () => recording.woken.map(({ accessId, destinationId }) => [destinationId, accessId]);
  return { ...recording, effects, told };
};

describe('Whether the mail topics are read', () => {
  it('is said to nobody while every address is confirmed, but counted', async () => {
    const started = start();
    expect(await watchSubscriptions(started.effects)).toEqual({ topics: 3, unconfirmed: 0, unknown: 0 });
    expect(started.told()).toEqual([]);
    expect(started.metrics.counted.get('SubscriptionUnconfirmed')).toBe(0);
  });

  it('is said to the operator and to the owner’s fallback when an address has not confirmed', async () => {
    const started = start({ 'arn:security': [mail('oncall@example.com', false), mail('ciso@example.com')] });
    expect(await watchSubscriptions(started.effects)).toMatchObject({ unconfirmed: 1 });
    expect(started.told()).toEqual([
      ['rolecall-operator', 'operator.security-mail.2026-11-22'],
      ['platform-slack', 'operator.security-mail.2026-11-22'],
    ]);
    expect(started.metrics.counted.get('SubscriptionUnconfirmed')).toBe(1);
  });

  it('is said when an address is not subscribed any more, or the topic is gone', async () => {
    const unsubscribed = start({ 'arn:security': [mail('oncall@example.com')] });
    expect(await watchSubscriptions(unsubscribed.effects)).toMatchObject({ unconfirmed: 1 });
    const gone = start({ 'arn:security': undefined });
    expect(await watchSubscriptions(gone.effects)).toMatchObject({ unconfirmed: 2 });
  });

  it('does not care for addresses that nobody asked for, as long as those of the file are confirmed', async () => {
    const started = start({ 'arn:acme': [mail('ops@acme.example'), mail('left@acme.example', false)] });
    expect(await watchSubscriptions(started.effects)).toMatchObject({ unconfirmed: 0 });
  });

  it('is said to the owner who answers for the client, not to the client', async () => {
    const started = start({ 'arn:acme': [mail('ops@acme.example', false)] });
    await watchSubscriptions(started.effects);
    expect(started.told().map(([destinationId]) => destinationId)).toEqual([
      'rolecall-operator',
      'security-mail',
    ]);
  });

  it('is said when nobody hears the alarms', async () => {
    const pending = start({ 'arn:operator': [mail('a@example.com', false), mail('b@example.com')] });
    expect(await watchSubscriptions(pending.effects)).toMatchObject({ unconfirmed: 1 });
    const nobody = start({ 'arn:operator': [] });
    expect(await watchSubscriptions(nobody.effects)).toMatchObject({ unconfirmed: 1 });
    // The default owner’s fallback: the operator’s own topic is what does not work.
    expect(nobody.told().map(([destinationId]) => destinationId)).toEqual([
      'rolecall-operator',
      'platform-slack',
    ]);
  });

  it('is said once a day', async () => {
    const started = start({ 'arn:acme': [] });
    await watchSubscriptions(started.effects);
    started.clock.advance(1800);
    await watchSubscriptions(started.effects);
    expect(started.told()).toHaveLength(2);
    started.clock.advance(24 * 3600);
    await watchSubscriptions(started.effects);
    expect(started.told()).toHaveLength(4);
    expect(started.told().at(-1)?.[1]).toBe('operator.acme-mail.2026-11-23');
  });

  it('names no address in what it says', async () => {
    const started = start({ 'arn:acme': [] });
    await watchSubscriptions(started.effects);
    const delivery = await started.ledger.find({
      accessId: 'operator.acme-mail.2026-11-22',
      destinationId: 'security-mail',
    });
    expect(delivery?.notification.kind).toBe('operator');
    expect(JSON.stringify(delivery)).not.toContain('ops@acme.example');
  });

  it('of one topic that cannot be looked at keeps no other from being looked at', async () => {
    const started = start({ 'arn:acme': [] });
    const subscriptionsOf = async (topicArn: string) => {
      if (topicArn === 'arn:security') throw new Error('Throttling');
      return started.effects.subscriptionsOf(topicArn);
    };
    expect(await watchSubscriptions({ ...started.effects, subscriptionsOf })).toEqual({
      topics: 2,
      unconfirmed: 1,
      unknown: 1,
    });
  });

  it('wakes nobody who is down', async () => {
    const started = start({ 'arn:acme': [] });
    await started.health.markDown({
      destinationId: 'security-mail',
      since: '2026-11-22T11:00:00.000Z',
      nextTryAt: '2026-11-22T13:00:00.000Z',
      code: 'vendor-failed',
    });
    await watchSubscriptions(started.effects);
    expect(started.told().map(([destinationId]) => destinationId)).toEqual(['rolecall-operator']);
  });
});
