/**
 * The canary: a role that may do nothing, which the sweep assumes to prove that the bell rings, the rule by which the record
 * of that comes, and the topic and queue at which its alert must arrive. Nobody reads there but the sweep.
 */
'use strict';

const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A path instead of a name: a stack that names its roles asks whoever deploys it for more. */
const PATH = '/rolecall-canary/';

const roleArn = (name) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role${PATH}${name}`,
});

/** As the other rules, but its pattern names the stack's own account, which rolecall.yml need not know. */
const canaryRule = {
  name: 'Canary',
  description: 'The canary that proves that the bell rings',
  pattern: {
    account: [{ Ref: 'AWS::AccountId' }],
    source: ['aws.sts'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['sts.amazonaws.com'],
      eventName: ['AssumeRole'],
      requestParameters: { roleArn: [{ prefix: roleArn('') }] },
    },
  },
};

const canaryRole = () => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Description: 'Rolecall: may do nothing; the sweep assumes it to prove that the bell rings',
    Path: PATH,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: arnOf('SweepRole') }, Action: 'sts:AssumeRole' }],
    },
    MaxSessionDuration: 3600,
  },
});

/** What the sweep may assume. Not the role's own ARN: it trusts the sweep's role, and one of the two has to come first. */
const assumeCanary = () => ({
  Effect: 'Allow',
  Action: ['sts:AssumeRole'],
  Resource: [roleArn('${AWS::StackName}-*')],
});

/** https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html */
const letTopicIn = () => ({
  Sid: 'AllowCanaryTopic',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf('CanaryQueue'),
  Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'CanaryTopic' } } },
});

/** The queue itself stands beside the others, in queues.yml. */
const canaryResources = () => ({
  CanaryRole: canaryRole(),
  CanarySubscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'CanaryTopic' },
      Protocol: 'sqs',
      Endpoint: arnOf('CanaryQueue'),
      RawMessageDelivery: true,
    },
  },
});

module.exports = { assumeCanary, canaryResources, canaryRule, letTopicIn };
