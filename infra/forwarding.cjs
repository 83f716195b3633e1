/**
 * What other Regions and other accounts deploy: the same rules, which forward what they see to the bus of the home Region,
 * and dead letters for what cannot be forwarded. One hop: a bus that received an event forwards it no further.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 *
 * Both rules, the one that forwards and the one at home, need the long state, or read-only calls (AssumeRole is one) are
 * lost on the way. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
'use strict';

const { collectorWatchPattern } = require('./watch.cjs');

const sub = (text) => ({ 'Fn::Sub': text });
const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** What StackSets give to each stack instance, and what a `serverless deploy` takes from its parameters. */
const parameters = ({ homeRegion, purpose }) => ({
  HomeAccountId: {
    Type: 'String',
    AllowedPattern: '\\d{12}',
    ConstraintDescription: 'the 12 digits of the account of the Rolecall stack',
    Description: `The account of the Rolecall stack, to which ${purpose} forwarded`,
  },
  HomeRegion: {
    Type: 'String',
    Default: homeRegion,
    Description: 'homeRegion of rolecall.yml, where the Rolecall stack is',
  },
  HomeStack: {
    Type: 'String',
    Default: 'rolecall-prod',
    // With Region and rule it makes the name of a rule, of at most 64 characters.
    AllowedPattern: '[A-Za-z][A-Za-z0-9-]{0,26}',
    ConstraintDescription: 'at most 27 letters, digits and hyphens',
    Description:
      'Name of the Rolecall stack: the names of these rules begin with it, so that it knows them as its own',
  },
  OperatorEmail: {
    Type: 'String',
    Default: '',
    Description: 'Who is told when an event cannot be forwarded; nobody when empty',
  },
});

/** At home the rules of the stack itself listen: forwarding there would bring everything twice. */
const CONDITIONS = {
  Elsewhere: {
    'Fn::Not': [
      {
        'Fn::And': [
          { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, { Ref: 'HomeAccountId' }] },
          { 'Fn::Equals': [{ Ref: 'AWS::Region' }, { Ref: 'HomeRegion' }] },
        ],
      },
    ],
  },
  HasOperator: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'OperatorEmail' }, ''] }] },
};

const HOME_BUS = sub('arn:${AWS::Partition}:events:${HomeRegion}:${HomeAccountId}:event-bus/default');

/** As the rules of this template are called. */
const nameOf = (text) => sub(`\${HomeStack}-\${AWS::Region}-${text}`);

const OUR_RULES = sub(
  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/${HomeStack}-${AWS::Region}-*',
);

const logicalIdOf = (rule) => `Forward${rule.name}`;

const ruleResource = (rule) => ({
  Type: 'AWS::Events::Rule',
  Condition: 'Elsewhere',
  Properties: {
    Name: nameOf(rule.name),
    Description: rule.description,
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: rule.pattern,
    Targets: [
      {
        Id: 'home',
        Arn: HOME_BUS,
        RoleArn: arnOf('ForwardRole'),
        DeadLetterConfig: { Arn: arnOf('ForwardDeadLetters') },
        RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      },
    ],
  },
});

/** It may do one thing: put events on the bus of the home Region. */
const forwardRole = () => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Description: 'Rolecall: forwards events to the bus of the home Region',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': OUR_RULES },
          },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'forward',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: HOME_BUS }],
        },
      },
    ],
  },
});

/** Raw events lie in it, session tokens included: a key of its own, which only the rules and the account may use. */
const deadLetterKey = () => ({
  Type: 'AWS::KMS::Key',
  Properties: {
    Description: 'Rolecall: events that could not be forwarded',
    EnableKeyRotation: true,
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountDecidesThroughIam',
          Effect: 'Allow',
          Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          // EventBridge sends KMS no source account: with such a condition every dead letter would be lost.
          Sid: 'AllowRulesToReachQueue',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
        },
        {
          Sid: 'AllowAlarmsAndTopic',
          Effect: 'Allow',
          Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
  },
});

/** Named after the Rolecall stack, so that it knows the queue as its own. */
const deadLetters = (kind) => ({
  ForwardDeadLetters: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: nameOf(`${kind}DeadLetters`),
      KmsMasterKeyId: arnOf('ForwardKey'),
      MessageRetentionPeriod: 1209600,
    },
  },
  ForwardDeadLettersPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'ForwardDeadLetters' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AllowOurRules',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arnOf('ForwardDeadLetters'),
            Condition: { ArnLike: { 'aws:SourceArn': OUR_RULES } },
          },
          {
            Sid: 'DenyInsecureTransport',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: arnOf('ForwardDeadLetters'),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
});

/**
 * One for all rules: what EventBridge may not hand over it puts there at once. An alarm for each rule, in each Region of each
 * account, would cost more than everything else here.
 */
const alarm = () => ({
  ForwardDeadLettersAlarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: 'Events could not be forwarded to Rolecall: they lie in the dead letters.',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['ForwardDeadLetters', 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'ForwardTopic' }],
      OKActions: [{ Ref: 'ForwardTopic' }],
    },
  },
});

const topic = () => ({
  ForwardTopic: {
    Type: 'AWS::SNS::Topic',
    Properties: { DisplayName: 'Rolecall forwarding', KmsMasterKeyId: arnOf('ForwardKey') },
  },
  ForwardTopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'ForwardTopic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AllowAlarms',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'ForwardTopic' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
          {
            Sid: 'DenyInsecureTransport',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: { Ref: 'ForwardTopic' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
  ForwardSubscription: {
    Type: 'AWS::SNS::Subscription',
    Condition: 'HasOperator',
    Properties: { TopicArn: { Ref: 'ForwardTopic' }, Protocol: 'email', Endpoint: { Ref: 'OperatorEmail' } },
  },
});

const template = ({ kind, description, rules, homeRegion, purpose }) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: description,
  Parameters: parameters({ homeRegion, purpose }),
  Conditions: CONDITIONS,
  Resources: {
    ...Object.fromEntries(rules.map((rule) => [logicalIdOf(rule), ruleResource(rule)])),
    ForwardRole: forwardRole(),
    ForwardKey: deadLetterKey(),
    ...deadLetters(kind),
    ...topic(),
    ...alarm(),
  },
  Outputs: {
    ForwardDeadLettersUrl: {
      Description: 'Where events wait that could not be forwarded',
      Value: { Ref: 'ForwardDeadLetters' },
    },
  },
});

/** What partners forward is theirs to deploy; everything else every listed account forwards from every Region. */
const isOfPartners = ({ name }) => name.startsWith('PartnerCopies');

/** Beside the rules of rolecall.yml, each by itself: whoever switches one of them off is told of by another one. */
const watchRule = () => ({
  name: 'Watch',
  description: 'Attempts at the trail, at these rules and at this stack',
  pattern: collectorWatchPattern(),
});

/**
 * The template for every other Region of an account that is guarded, and for every Region of other guarded accounts: the
 * rules of the home stack, each with the accounts in its pattern, so that one template serves all of them.
 */
const collectorTemplate = ({ policy, rules }) =>
  template({
    kind: 'Collector',
    description: 'Rolecall collector: forwards who enters production roles to the home Region',
    rules: [...rules.filter((rule) => !isOfPartners(rule)), watchRule()],
    homeRegion: policy.homeRegion,
    purpose: 'events are',
  });

/**
 * Each partner's bus holds its own records only, and a partner need not read who the others are: its own account stands in
 * the pattern, and rules that differed in nothing else become one.
 */
const rulesOfPartner = (rules) => {
  const patterns = rules
    .filter(isOfPartners)
    .map(({ pattern }) => JSON.stringify({ ...pattern, account: [{ Ref: 'AWS::AccountId' }] }));
  return [...new Set(patterns)].map((pattern, index) => ({
    name: `PartnerCopies${index + 1}`,
    description: 'Calls into the roles named here',
    pattern: JSON.parse(pattern),
  }));
};

/**
 * The template for an account whose people enter our roles and that wants to help us name them. Throws when rolecall.yml
 * knows no partner.
 */
const partnerTemplate = ({ policy, rules }) => {
  const own = rulesOfPartner(rules);
  if (own.length === 0)
    throw new Error('rolecall.yml names no partner: none of its trustedAccounts has partner: true.');
  return template({
    kind: 'Partner',
    description:
      'Rolecall partner: forwards the records of calls into the roles named here, so that they can be named',
    rules: own,
    homeRegion: policy.homeRegion,
    purpose: 'records of calls into its roles are',
  });
};

/**
 * Lets the other guarded accounts and the partners put events on the home bus; Regions of the stack's own account need no
 * permission but their role's, and to name that account as well does no harm. Of a partner only what STS recorded is
 * taken, and only from rules called as its template calls them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
const busResources = ({ policy, rules }) => {
  const partners = rules.some(isOfPartners)
    ? policy.trustedAccounts.filter(({ partner }) => partner === true).map(({ id }) => id)
    : [];
  return {
    BusAccounts: busPolicy(
      'accounts',
      policy.accounts.map(({ id }) => id),
    ),
    ...(partners.length === 0
      ? {}
      : {
          BusPartners: {
            ...busPolicy('partners', partners, {
              StringEquals: { 'events:source': 'aws.sts' },
              ArnLike: { 'aws:SourceArn': sub('arn:${AWS::Partition}:events:*:*:rule/${AWS::StackName}-*') },
            }),
            // A bus takes one change of its policy at a time.
            DependsOn: ['BusAccounts'],
          },
        }),
  };
};

/** One statement for all of them: the policy of a bus holds 10,240 characters. */
const busPolicy = (group, accountIds, condition) => ({
  Type: 'AWS::Events::EventBusPolicy',
  Properties: {
    EventBusName: 'default',
    StatementId: sub(`\${AWS::StackName}-${group}`),
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: accountIds.map((id) => sub(`arn:\${AWS::Partition}:iam::${id}:root`)) },
      Action: 'events:PutEvents',
      Resource: sub('arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'),
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  },
});

module.exports = { busResources, collectorTemplate, partnerTemplate };
