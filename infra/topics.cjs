/** One SNS topic per `sns` destination that names no topic of its own, and the operator's topic for the alarms. */
'use strict';

/** `platform-mail` as `TopicPlatformMail`: logical ids are letters and digits. */
const logicalIdOf = (destinationId) =>
  `Topic${destinationId
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

const snsDestinations = (policy) => policy.destinations.filter(({ channel }) => channel === 'sns');

/** The `sns` destinations for which the stack makes a topic. */
const ownTopics = (policy) => {
  const found = snsDestinations(policy).filter(({ settings }) => settings.topicArn === undefined);
  const ids = found.map(({ id }) => logicalIdOf(id));
  const twice = found.filter((_, index) => ids.indexOf(ids[index]) !== index).map(({ id }) => id);
  if (twice.length > 0)
    throw new Error(`destinations: ${twice.join(', ')} differs from another only in punctuation`);
  return found;
};

/** Topics that exist already and are only published to. */
const foreignTopicArns = (policy) =>
  snsDestinations(policy).flatMap(({ settings }) =>
    settings.topicArn === undefined ? [] : [settings.topicArn],
  );

const emailsOf = ({ settings }) => settings.email ?? [];

const topicResource = (displayName) => ({
  Type: 'AWS::SNS::Topic',
  Properties: {
    DisplayName: displayName,
    // Not alias/aws/sns: its policy cannot let CloudWatch in, and alarms would vanish without a word.
    KmsMasterKeyId: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
  },
});

const subscription = (topic, email) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: topic }, Protocol: 'email', Endpoint: email },
});

const subscriptions = (topic, emails) =>
  Object.fromEntries(
    emails.map((email, index) => [`${topic}Subscription${index + 1}`, subscription(topic, email)]),
  );

const denyInsecureTransport = (topic) => ({
  Sid: 'DenyInsecureTransport',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: { Ref: topic },
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

const topicPolicy = (topic, ...statements) => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [{ Ref: topic }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [...statements.map((statement) => statement(topic)), denyInsecureTransport(topic)],
    },
  },
});

const allowDeliver = (topic) => ({
  Sid: 'AllowDeliver',
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::GetAtt': ['DeliverRole', 'Arn'] } },
  Action: 'sns:Publish',
  Resource: { Ref: topic },
});

const allowAlarms = (topic) => ({
  Sid: 'AllowAlarms',
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: { Ref: topic },
  Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
});

/**
 * AWS documents that it gives a topic's policy nothing to compare when a rule publishes: a condition on the permission would
 * silence the rules without a word. Where AWS does name the rule, any other than ours is refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
const allowWatch = (topic) => ({
  Sid: 'AllowWatchingRules',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: { Ref: topic },
});

const denyOtherRules = (names) => (topic) => ({
  Sid: 'DenyOtherRules',
  Effect: 'Deny',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: { Ref: topic },
  Condition: {
    Null: { 'aws:SourceArn': 'false' },
    ArnNotEquals: { 'aws:SourceArn': names.map((name) => ({ 'Fn::GetAtt': [name, 'Arn'] })) },
  },
});

const destinationTopic = (destination) => {
  const topic = logicalIdOf(destination.id);
  return {
    [topic]: topicResource('Rolecall'),
    [`${topic}Policy`]: topicPolicy(topic, allowDeliver),
    ...subscriptions(topic, emailsOf(destination)),
  };
};

/** Who hears the alarms: the mail addresses of the default owner's `sns` destinations. */
const emailsOfDefaultOwner = (policy) => {
  const owner = policy.owners.find(({ id }) => id === policy.defaultOwner);
  const named = snsDestinations(policy).filter(({ id }) => owner?.destinations.includes(id));
  return [...new Set(named.flatMap(emailsOf))];
};

/** Every topic, its policy and its subscriptions. */
const topicResources = (policy, operatorEmails, watchNames) => ({
  ...Object.assign({}, ...ownTopics(policy).map(destinationTopic)),
  OperatorTopic: topicResource('Rolecall operator'),
  OperatorTopicPolicy: topicPolicy(
    'OperatorTopic',
    allowAlarms,
    allowDeliver,
    allowWatch,
    denyOtherRules(watchNames),
  ),
  ...subscriptions('OperatorTopic', operatorEmails),
  CanaryTopic: topicResource('Rolecall canary'),
  CanaryTopicPolicy: topicPolicy('CanaryTopic', allowDeliver),
});

/** The built-in destination of `lib/delivery/operator.ts`, through which whoever runs Rolecall is told. */
const OPERATOR_DESTINATION = 'rolecall-operator';
/** The built-in destination of `lib/delivery/canary.ts`. */
const CANARY_DESTINATION = 'rolecall-canary';

/** ARNs of the topics the stack makes: who is subscribed to them can be looked at. */
const ownTopicArns = (policy) => [
  ...ownTopics(policy).map(({ id }) => ({ Ref: logicalIdOf(id) })),
  { Ref: 'OperatorTopic' },
  { Ref: 'CanaryTopic' },
];

/** ARNs of all topics `deliver` publishes to. */
const publishedTopicArns = (policy) => [...ownTopicArns(policy), ...foreignTopicArns(policy)];

/** The text of TOPIC_ARNS: a JSON object of topic ARNs by destination id. */
const topicArnsText = (policy) => {
  const topics = [
    ...ownTopics(policy).map(({ id }) => [id, logicalIdOf(id)]),
    [OPERATOR_DESTINATION, 'OperatorTopic'],
    [CANARY_DESTINATION, 'CanaryTopic'],
  ];
  const pairs = topics.map(([id, topic]) => `${JSON.stringify(id)}:"\${${topic}}"`);
  return { 'Fn::Sub': `{${pairs.join(',')}}` };
};

module.exports = {
  emailsOfDefaultOwner,
  OPERATOR_DESTINATION,
  ownTopicArns,
  publishedTopicArns,
  topicArnsText,
  topicResources,
};
