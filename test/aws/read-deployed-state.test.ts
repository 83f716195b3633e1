import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  type AdvancedEventSelector,
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { readDeployedState } from '../../lib/aws/read-deployed-state.ts';

const cloudFormation = mockClient(CloudFormationClient);
const cloudTrail = mockClient(CloudTrailClient);
const eventBridge = mockClient(EventBridgeClient);
const sns = mockClient(SNSClient);
const ssm = mockClient(SSMClient);
const mocks = [cloudFormation, cloudTrail, eventBridge, sns, ssm];

beforeEach(() => {
  for (const mock of mocks) mock.reset();
});

const state = readDeployedState({ region: 'us-east-1', stackName: 'rolecall-prod' });

const named = (name: string): Error => Object.assign(new Error(name), { name });

const stackWith = (outputs: Readonly<Record<string, string>>) => ({
  Stacks: [
    {
      StackName: 'rolecall-prod',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  ],
});

describe('the stack', () => {
  it('stands with its status', async () => {
    cloudFormation.on(DescribeStacksCommand, { StackName: 'rolecall-prod' }).resolves(stackWith({}));
    expect(await state.stack()).toEqual({ exists: true, status: 'CREATE_COMPLETE' });
  });

  it('does not exist when CloudFormation cannot find it', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(named('ValidationError'));
    expect(await state.stack()).toEqual({ exists: false });
  });

  it('is not taken for missing when the question is refused', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(named('AccessDenied'));
    await expect(state.stack()).rejects.toThrow('AccessDenied');
  });

  it('names its topics', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves(
      stackWith({
        TopicArns: '{"platform-mail":"arn:aws:sns:us-east-1:1:mail"}',
        OperatorTopicArn: 'arn:aws:sns:us-east-1:1:op',
      }),
    );
    expect(await state.topicArnOf('platform-mail')).toBe('arn:aws:sns:us-east-1:1:mail');
    expect(await state.topicArnOf('other')).toBeUndefined();
    expect(await state.operatorTopicArn()).toBe('arn:aws:sns:us-east-1:1:op');
  });

  it('names no topics when it has no such outputs', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves(stackWith({}));
    expect(await state.topicArnOf('platform-mail')).toBeUndefined();
    expect(await state.operatorTopicArn()).toBeUndefined();
  });
});

describe('a parameter', () => {
  it.each([
    ['SecureString', 'secure-string'],
    ['String', 'not-secure'],
  ] as const)('of type %s is %s, and its value is not asked for', async (Type, kind) => {
    ssm.on(DescribeParametersCommand).resolves({ Parameters: [{ Name: '/rolecall/x', Type }] });
    expect(await state.parameterKind('/rolecall/x')).toBe(kind);
    expect(ssm.calls().map(({ args }) => args[0].constructor.name)).toEqual(['DescribeParametersCommand']);
  });

  it('of another name does not count', async () => {
    ssm
      .on(DescribeParametersCommand)
      .resolves({ Parameters: [{ Name: '/rolecall/xy', Type: 'SecureString' }] });
    expect(await state.parameterKind('/rolecall/x')).toBe('missing');
  });
});

describe('subscriptions', () => {
  it('are read from every page; one without an ARN is not confirmed', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn: 't' })
      .resolves({
        NextToken: 'more',
        Subscriptions: [
          { Protocol: 'email', Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' },
        ],
      })
      .on(ListSubscriptionsByTopicCommand, { TopicArn: 't', NextToken: 'more' })
      .resolves({
        Subscriptions: [
          { Protocol: 'email', Endpoint: 'b@example.com', SubscriptionArn: 'arn:aws:sns:us-east-1:1:t:1' },
          { Protocol: 'email', Endpoint: 'c@example.com', SubscriptionArn: 'Deleted' },
        ],
      });
    expect(await state.subscriptionsOf('t')).toEqual([
      { protocol: 'email', endpoint: 'a@example.com', confirmed: false },
      { protocol: 'email', endpoint: 'b@example.com', confirmed: true },
      { protocol: 'email', endpoint: 'c@example.com', confirmed: false },
    ]);
  });

  it('of a topic that is gone are not an empty list', async () => {
    sns.on(ListSubscriptionsByTopicCommand).rejects(named('NotFoundException'));
    expect(await state.subscriptionsOf('t')).toBeUndefined();
  });
});

describe('rules', () => {
  it('are those of the stack, with state and pattern', async () => {
    cloudFormation
      .on(ListStackResourcesCommand)
      .resolves({
        NextToken: 'more',
        StackResourceSummaries: [
          {
            LogicalResourceId: 'Rule',
            ResourceType: 'AWS::Events::Rule',
            PhysicalResourceId: 'rolecall-Rule-1',
            LastUpdatedTimestamp: new Date(0),
            ResourceStatus: 'CREATE_COMPLETE',
          },
          {
            LogicalResourceId: 'Queue',
            ResourceType: 'AWS::SQS::Queue',
            PhysicalResourceId: 'q',
            LastUpdatedTimestamp: new Date(0),
            ResourceStatus: 'CREATE_COMPLETE',
          },
        ],
      })
      .on(ListStackResourcesCommand, { StackName: 'rolecall-prod', NextToken: 'more' })
      .resolves({
        StackResourceSummaries: [
          {
            LogicalResourceId: 'Minute',
            ResourceType: 'AWS::Events::Rule',
            PhysicalResourceId: 'rolecall-Minute-2',
            LastUpdatedTimestamp: new Date(0),
            ResourceStatus: 'CREATE_COMPLETE',
          },
        ],
      });
    eventBridge
      .on(DescribeRuleCommand, { Name: 'rolecall-Rule-1' })
      .resolves({
        State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
        EventPattern: '{"source":["aws.sts"]}',
      })
      .on(DescribeRuleCommand, { Name: 'rolecall-Minute-2' })
      .resolves({ State: 'ENABLED' });
    expect(await state.rules()).toEqual([
      {
        name: 'rolecall-Rule-1',
        state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
        pattern: '{"source":["aws.sts"]}',
      },
      { name: 'rolecall-Minute-2', state: 'ENABLED' },
    ]);
  });
});

describe('trails', () => {
  const ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';

  const withTrail = (): void => {
    cloudTrail
      .on(DescribeTrailsCommand, { includeShadowTrails: true })
      .resolves({
        trailList: [{ Name: 'main', TrailARN: ARN, HomeRegion: 'us-east-1', IsMultiRegionTrail: true }],
      })
      .on(GetTrailStatusCommand, { Name: ARN })
      .resolves({ IsLogging: true });
  };

  const managementEvents = async (): Promise<unknown> =>
    (await state.trails()).map((trail) => trail.managementEvents);

  it('are read with where and whether they log', async () => {
    withTrail();
    cloudTrail
      .on(GetEventSelectorsCommand, { TrailName: ARN })
      .resolves({ EventSelectors: [{ ReadWriteType: 'All' }] });
    expect(await state.trails()).toEqual([
      { name: 'main', homeRegion: 'us-east-1', multiRegion: true, logging: true, managementEvents: 'all' },
    ]);
  });

  it.each([
    [{ ReadWriteType: 'All', IncludeManagementEvents: true }, 'all'],
    [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }, 'write-only'],
    [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }, 'read-only'],
    [{ ReadWriteType: 'All', IncludeManagementEvents: false }, 'none'],
  ] as const)('with the selector %j record %s', async (selector, events) => {
    withTrail();
    cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [selector] });
    expect(await managementEvents()).toEqual([events]);
  });

  const management = { Field: 'eventCategory', Equals: ['Management'] };
  const advanced: readonly (readonly [AdvancedEventSelector[], string])[] = [
    [[{ FieldSelectors: [management] }], 'all'],
    [[{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] }], 'write-only'],
    [[{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['true'] }] }], 'read-only'],
    [
      [
        { FieldSelectors: [management, { Field: 'readOnly', Equals: ['true'] }] },
        { FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] },
      ],
      'all',
    ],
    [[{ FieldSelectors: [management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }] }], 'all'],
    [[{ FieldSelectors: [management, { Field: 'eventSource', NotEquals: ['sts.amazonaws.com'] }] }], 'none'],
    [[{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }], 'none'],
    [[], 'none'],
  ];

  it.each(advanced)('with the advanced selectors %j record %s', async (selectors, events) => {
    withTrail();
    cloudTrail.on(GetEventSelectorsCommand).resolves({ AdvancedEventSelectors: selectors });
    expect(await managementEvents()).toEqual([events]);
  });

  it('of an organisation keep their selectors from members', async () => {
    withTrail();
    cloudTrail.on(GetEventSelectorsCommand).rejects(named('AccessDeniedException'));
    expect(await managementEvents()).toEqual(['unknown']);
  });

  it('are not taken for unknown when AWS is out of order', async () => {
    withTrail();
    cloudTrail.on(GetEventSelectorsCommand).rejects(named('InternalFailure'));
    await expect(state.trails()).rejects.toThrow('InternalFailure');
  });
});
