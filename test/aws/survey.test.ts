/** What the doctor asks of AWS, and what it makes of the answers. */
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  type AdvancedEventSelector,
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { connectDoctor } from '../../lib/aws/connect-doctor.ts';
import { connectSurvey } from '../../lib/aws/connect-survey.ts';
import { SurveyRefused } from '../../lib/history/survey.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const account = mockClient(AccountClient);
const cloudFormation = mockClient(CloudFormationClient);
const cloudTrail = mockClient(CloudTrailClient);
const eventBridge = mockClient(EventBridgeClient);
const iam = mockClient(IAMClient);
const kms = mockClient(KMSClient);
const sns = mockClient(SNSClient);
const sqs = mockClient(SQSClient);
const ssm = mockClient(SSMClient);
const sts = mockClient(STSClient);
const mocks = [account, cloudFormation, cloudTrail, eventBridge, iam, kms, sns, sqs, ssm, sts];

beforeEach(() => {
  for (const mock of mocks) mock.reset();
});

const clock = virtualClock();
const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
const survey = connectSurvey({ region: 'us-east-1', client: (region) => ({ region, credentials }) }, clock);
const named = (name: string): Error =>
  Object.assign(new Error(`${name} for arn:aws:iam::1:user/x`), { name });

describe('a trail', () => {
  const ARN = 'arn:aws:cloudtrail:eu-west-1:1:trail/all';
  const trailWith = async (
    selectors: { EventSelectors?: EventSelector[]; AdvancedEventSelectors?: AdvancedEventSelector[] },
    changes: object = {},
  ) => {
    cloudTrail.on(DescribeTrailsCommand, { includeShadowTrails: true }).resolves({
      trailList: [
        { Name: 'all', TrailARN: ARN, HomeRegion: 'eu-west-1', IsMultiRegionTrail: true, ...changes },
      ],
    });
    cloudTrail.on(GetTrailStatusCommand, { Name: ARN }).resolves({ IsLogging: true });
    cloudTrail.on(GetEventSelectorsCommand, { TrailName: ARN }).resolves(selectors);
    const [trail] = await survey.trails('us-east-1');
    return trail;
  };
  const management = (
    ...more: NonNullable<AdvancedEventSelector['FieldSelectors']>
  ): AdvancedEventSelector => ({
    FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...more],
  });

  it('is described', async () => {
    expect(await trailWith({ EventSelectors: [{ ReadWriteType: 'All' }] })).toEqual({
      name: 'all',
      arn: ARN,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      organization: false,
      logging: true,
      managementEvents: 'all',
      excludedSources: [],
    });
  });

  it.each<[string, EventSelector[], string, string[]]>([
    ['read and write', [{ ReadWriteType: 'All', IncludeManagementEvents: true }], 'all', []],
    ['writing', [{ ReadWriteType: 'WriteOnly' }], 'write-only', []],
    ['reading', [{ ReadWriteType: 'ReadOnly' }], 'read-only', []],
    ['two halves', [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }], 'all', []],
    ['data only', [{ ReadWriteType: 'All', IncludeManagementEvents: false }], 'none', []],
    ['nothing', [], 'none', []],
    [
      'all but KMS',
      [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      'all',
      ['kms.amazonaws.com'],
    ],
  ])('records %s by basic selectors', async (_name, EventSelectors, managementEvents, excludedSources) => {
    expect(await trailWith({ EventSelectors })).toMatchObject({ managementEvents, excludedSources });
  });

  it.each<[string, AdvancedEventSelector[], string, string[]]>([
    ['everything', [management()], 'all', []],
    ['reading', [management({ Field: 'readOnly', Equals: ['true'] })], 'read-only', []],
    ['writing', [management({ Field: 'readOnly', Equals: ['false'] })], 'write-only', []],
    [
      'both halves',
      [
        management({ Field: 'readOnly', Equals: ['false'] }),
        management({ Field: 'readOnly', Equals: ['true'] }),
      ],
      'all',
      [],
    ],
    ['all but STS', [management({ Field: 'eventSource', NotEquals: ['sts.amazonaws.com'] })], 'none', []],
    [
      'all but KMS',
      [management({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
      'all',
      ['kms.amazonaws.com'],
    ],
    ['only IAM', [management({ Field: 'eventSource', Equals: ['iam.amazonaws.com'] })], 'none', []],
    ['all but one event', [management({ Field: 'eventName', NotEquals: ['Decrypt'] })], 'all', ['Decrypt']],
    ['all but entries', [management({ Field: 'eventName', NotEquals: ['AssumeRole'] })], 'none', []],
    ['one event', [management({ Field: 'eventName', Equals: ['CreateUser'] })], 'none', []],
    ['data', [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }], 'none', []],
  ])(
    'records %s by advanced selectors',
    async (_name, AdvancedEventSelectors, managementEvents, excludedSources) => {
      expect(await trailWith({ AdvancedEventSelectors })).toMatchObject({
        managementEvents,
        excludedSources,
      });
    },
  );

  it('of the organisation is not known where only its owner may ask', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({
      trailList: [{ Name: 'org', TrailARN: ARN, IsMultiRegionTrail: true, IsOrganizationTrail: true }],
    });
    cloudTrail.on(GetTrailStatusCommand).rejects(named('AccessDeniedException'));
    cloudTrail.on(GetEventSelectorsCommand).rejects(named('AccessDeniedException'));
    expect(await survey.trails('us-east-1')).toMatchObject([
      { organization: true, logging: 'unknown', managementEvents: 'unknown' },
    ]);
  });

  it('of our own that may not be asked about is a missing permission', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ Name: 'all', TrailARN: ARN }] });
    cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    cloudTrail.on(GetEventSelectorsCommand).rejects(named('AccessDeniedException'));
    await expect(survey.trails('us-east-1')).rejects.toMatchObject({
      action: 'cloudtrail:GetEventSelectors',
      code: 'AccessDeniedException',
      isDenied: true,
    });
  });
});

describe('rules', () => {
  it('are read from every page, with their state as it is', async () => {
    eventBridge
      .on(ListRulesCommand, { NextToken: undefined })
      .resolves({
        Rules: [
          {
            Name: 'a',
            Arn: 'arn:a',
            State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
            EventPattern: '{}',
          },
        ],
        NextToken: 'more',
      })
      .on(ListRulesCommand, { NextToken: 'more' })
      .resolves({ Rules: [{ Name: 'b', Arn: 'arn:b', State: 'DISABLED' }] });
    expect(await survey.rules('eu-west-1')).toEqual([
      { name: 'a', arn: 'arn:a', state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', pattern: '{}' },
      { name: 'b', arn: 'arn:b', state: 'DISABLED' },
    ]);
  });

  it('have targets with dead letters, and may change what they pass on', async () => {
    eventBridge.on(ListTargetsByRuleCommand, { Rule: 'a' }).resolves({
      Targets: [
        { Id: '1', Arn: 'arn:q', DeadLetterConfig: { Arn: 'arn:d' } },
        { Id: '2', Arn: 'arn:q', InputPath: '$.detail' },
        { Id: '3', Arn: 'arn:q', Input: '{}' },
        { Id: '4', Arn: 'arn:q', InputTransformer: { InputTemplate: '' } },
      ],
    });
    expect(await survey.targetsOf('us-east-1', 'a')).toEqual([
      { arn: 'arn:q', deadLetterArn: 'arn:d', changesEvent: false },
      ...[1, 2, 3].map(() => ({ arn: 'arn:q', changesEvent: true })),
    ]);
  });
});

describe('a queue', () => {
  it('describes itself', async () => {
    sqs.on(GetQueueAttributesCommand).resolves({
      Attributes: {
        QueueArn: 'arn:q',
        ApproximateNumberOfMessages: '7',
        Policy: '{}',
        KmsMasterKeyId: 'key',
      },
    });
    expect(await survey.queue('https://q')).toEqual({ arn: 'arn:q', waiting: 7, policy: '{}', keyId: 'key' });
  });

  it('may have neither policy nor key', async () => {
    sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: 'arn:q' } });
    expect(await survey.queue('https://q')).toEqual({ arn: 'arn:q', waiting: 0 });
  });

  it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'is not there: %s',
    async (name) => {
      sqs.on(GetQueueAttributesCommand).rejects(named(name));
      expect(await survey.queue('https://q')).toBeUndefined();
    },
  );

  it('has a key with a policy', async () => {
    kms.on(GetKeyPolicyCommand, { KeyId: 'key', PolicyName: 'default' }).resolves({ Policy: '{"a":1}' });
    expect(await survey.keyPolicy('key')).toBe('{"a":1}');
  });
});

describe('the account', () => {
  it('is known by its number', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '111122223333' });
    expect(await survey.accountId()).toBe('111122223333');
  });

  it('lists its roles from every page, with their trust policies as IAM writes them', async () => {
    iam
      .on(ListRolesCommand, {})
      .resolves({ Roles: [], IsTruncated: false })
      .on(ListRolesCommand)
      .resolvesOnce({
        Roles: [
          {
            Arn: 'arn:a',
            RoleName: 'a',
            Path: '/',
            RoleId: '1',
            CreateDate: new Date(0),
            AssumeRolePolicyDocument: '%7B%7D',
          },
        ],
        IsTruncated: true,
        Marker: 'more',
      })
      .resolvesOnce({
        Roles: [{ Arn: 'arn:b', RoleName: 'b', Path: '/', RoleId: '2', CreateDate: new Date(0) }],
        IsTruncated: false,
      });
    expect(await survey.roles()).toEqual([
      { arn: 'arn:a', name: 'a', trust: '%7B%7D' },
      { arn: 'arn:b', name: 'b' },
    ]);
  });

  it('says which Regions it uses', async () => {
    account.on(ListRegionsCommand).resolves({
      Regions: [
        { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
        { RegionName: 'il-central-1', RegionOptStatus: 'ENABLED' },
      ],
    });
    expect(await survey.regions()).toEqual([
      { name: 'us-east-1', byDefault: true },
      { name: 'il-central-1', byDefault: false },
    ]);
    expect(account.commandCalls(ListRegionsCommand)[0]?.args[0].input).toMatchObject({
      RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
    });
  });

  it('of China and of GovCloud is asked where it lives', async () => {
    account.on(ListRegionsCommand).resolves({ Regions: [] });
    for (const [region, endpoint] of [
      ['cn-north-1', 'cn-northwest-1'],
      ['us-gov-east-1', 'us-gov-west-1'],
      ['eu-west-1', 'us-east-1'],
    ] as const) {
      const regions: string[] = [];
      connectSurvey(
        {
          region,
          client: (name) => {
            regions.push(name);
            return { region: name, credentials };
          },
        },
        clock,
      );
      expect(regions).toContain(endpoint);
    }
  });
});

it.each([
  ['cloudtrail:DescribeTrails', () => cloudTrail.on(DescribeTrailsCommand), () => survey.trails('us-east-1')],
  ['events:ListRules', () => eventBridge.on(ListRulesCommand), () => survey.rules('us-east-1')],
  [
    'events:ListTargetsByRule',
    () => eventBridge.on(ListTargetsByRuleCommand),
    () => survey.targetsOf('us-east-1', 'a'),
  ],
  ['sqs:GetQueueAttributes', () => sqs.on(GetQueueAttributesCommand), () => survey.queue('https://q')],
  ['kms:GetKeyPolicy', () => kms.on(GetKeyPolicyCommand), () => survey.keyPolicy('k')],
  [
    'sns:ListSubscriptionsByTopic',
    () => sns.on(ListSubscriptionsByTopicCommand),
    () => survey.subscriptionsOf('arn:t'),
  ],
  ['sts:GetCallerIdentity', () => sts.on(GetCallerIdentityCommand), () => survey.clocks()],
  ['iam:ListRoles', () => iam.on(ListRolesCommand), () => survey.roles()],
  ['account:ListRegions', () => account.on(ListRegionsCommand), () => survey.regions()],
] as const)('names %s when it is not allowed, and none of AWS’s words', async (action, mock, ask) => {
  mock().rejects(named('AccessDenied'));
  const error: unknown = await ask().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SurveyRefused);
  expect(error).toMatchObject({ action, isDenied: true });
  expect(String(error)).not.toContain('arn:aws:iam');
});

describe('from a terminal', () => {
  const place = { region: 'us-east-1', stackName: 'rolecall-prod' };
  const stackWith = (status: string) => ({
    Stacks: [
      {
        StackName: 'rolecall-prod',
        CreationTime: new Date(0),
        StackStatus: status as 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'TopicArns', OutputValue: '{}' }],
      },
    ],
  });

  it('the stack says where everything is', async () => {
    cloudFormation
      .on(DescribeStacksCommand, { StackName: 'rolecall-prod' })
      .resolves(stackWith('CREATE_COMPLETE'));
    cloudFormation.on(ListStackResourcesCommand).resolves({
      StackResourceSummaries: [
        {
          LogicalResourceId: 'IntakeQueue',
          PhysicalResourceId: 'https://q',
          ResourceType: 'AWS::SQS::Queue',
          ResourceStatus: 'CREATE_COMPLETE',
          LastUpdatedTimestamp: new Date(0),
        },
      ],
    });
    const { survey: connected, stack } = await connectDoctor(place, clock);
    expect(await connected.stack?.()).toEqual({ exists: true, status: 'CREATE_COMPLETE' });
    expect(stack?.resources.get('IntakeQueue')).toBe('https://q');
    expect(stack?.outputs.get('TopicArns')).toBe('{}');
  });

  it('a stack that is not there is not taken for one that may not be read', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(named('ValidationError'));
    cloudFormation.on(ListStackResourcesCommand).rejects(named('ValidationError'));
    const missing = await connectDoctor(place, clock);
    expect(missing.stack).toBeUndefined();
    expect(await missing.survey.stack?.()).toEqual({ exists: false });
    await expect(missing.marks.read('doctor')).rejects.toThrow('names no table');
    cloudFormation.on(DescribeStacksCommand).rejects(named('AccessDenied'));
    await expect(missing.survey.stack?.()).rejects.toMatchObject({ action: 'cloudformation:DescribeStacks' });
  });

  it.each([
    ['SecureString', 'secure-string'],
    ['String', 'not-secure'],
  ] as const)('a parameter of type %s is %s, and its value is not asked for', async (Type, kind) => {
    const { survey: connected } = await connectDoctor(place, clock);
    ssm.on(DescribeParametersCommand).resolves({ Parameters: [{ Name: '/rolecall/x', Type }] });
    expect(await connected.parameterKind?.('/rolecall/x')).toBe(kind);
    expect(await connected.parameterKind?.('/rolecall/xy')).toBe('missing');
    expect(ssm.calls().every(({ args }) => args[0].constructor.name === 'DescribeParametersCommand')).toBe(
      true,
    );
  });
});
