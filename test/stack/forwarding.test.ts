/** What other Regions and accounts deploy, and what the home Region takes from them. */
import {
  busResources,
  collectorTemplate,
  type ForwardingTemplate,
  partnerTemplate,
  type TemplatePart,
} from '../../infra/forwarding.cjs';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { at, isObject, listAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { resolveValue } from '../../local/template.ts';
import { limitsBroken, matcherOf, referencesOf } from '../support/deployed-values.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { ofType, packagedStack, PACKAGING_MILLISECONDS } from './packaged-stack.ts';

const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const PARTNER = '888800001111';

const policy: Policy = { ...readEventPolicy(), homeRegion: 'us-east-1' };
const from = { policy, rules: rulePatterns(policy) };
const collector = collectorTemplate(from);
const partner = partnerTemplate(from);

const partsOf = (template: ForwardingTemplate, type: string): readonly (readonly [string, TemplatePart])[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

const rulesOf = (template: ForwardingTemplate) => partsOf(template, 'AWS::Events::Rule');

const isOfPartners = ({ name }: { readonly name: string }): boolean => name.startsWith('PartnerCopies');

const deployedIn = (accountId: string, homeStack = 'rolecall-prod') => ({
  accountId,
  region: 'eu-central-1',
  stackName: `${homeStack}-collector`,
  parameters: {
    HomeAccountId: '111122223333',
    HomeRegion: 'us-east-1',
    HomeStack: homeStack,
    OperatorEmail: '',
  },
});

const HOME_BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/default';

const templates = [
  ['collector', collector, '444455556666'],
  ['partner', partner, PARTNER],
] as const;

describe('the collector', () => {
  it('has every pattern of the home Region, but for what partners alone can forward', () => {
    const wanted = from.rules.filter((rule) => !isOfPartners(rule));
    expect(wanted.length).toBeGreaterThan(5);
    const found = rulesOf(collector).map(([, { Properties }]) => Properties['EventPattern']);
    expect(found.slice(0, -1)).toEqual(wanted.map(({ pattern }) => pattern));
  });

  it('forwards attempts at itself by a rule of its own, beside the one that forwards every such call', () => {
    const references = referencesOf(collector, deployedIn('444455556666'));
    const forwarding = (event: unknown) =>
      rulesOf(collector)
        .filter(([, { Properties }]) => matcherOf(Properties['EventPattern'], references)(event))
        .map(([name]) => name);
    const call = (eventName: string, requestParameters: unknown, account = '444455556666') => ({
      account,
      source: 'aws.events',
      detail: {
        eventSource: 'events.amazonaws.com',
        eventName,
        sourceIPAddress: '198.51.100.18',
        requestParameters,
      },
    });
    const name = 'rolecall-prod-eu-central-1-Doors1';
    expect(forwarding(call('DisableRule', { name }))).toContain('ForwardWatch');
    expect(forwarding(call('RemoveTargets', { rule: name, ids: ['home'] }))).toContain('ForwardWatch');
    expect(forwarding(call('DisableRule', { name: 'nightly-report' }))).not.toContain('ForwardWatch');
    const ours = { ...call('DisableRule', { name }, '111122223333'), account: '111122223333' };
    expect(forwarding(ours).filter((rule) => rule !== 'ForwardWatch')).toHaveLength(1);
    const stopped = readEventCases().find((each) => each.name === 'doors-blinding/trail-stopped')?.text ?? '';
    const record: unknown = JSON.parse(stopped);
    expect(forwarding({ ...(isObject(record) ? record : {}), account: '444455556666' })).toContain(
      'ForwardWatch',
    );
  });

  it('does nothing at home, where everything would come twice', () => {
    expect(collector.Conditions['Elsewhere']).toEqual({
      'Fn::Not': [
        {
          'Fn::And': [
            { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, { Ref: 'HomeAccountId' }] },
            { 'Fn::Equals': [{ Ref: 'AWS::Region' }, { Ref: 'HomeRegion' }] },
          ],
        },
      ],
    });
    for (const [, { Condition }] of rulesOf(collector)) expect(Condition).toBe('Elsewhere');
    // Whatever refers to a rule must go with it; nothing else does.
    const names = rulesOf(collector).map(([name]) => name);
    for (const [name, part] of Object.entries(collector.Resources)) {
      const refers = names.some((rule) => JSON.stringify(part).includes(`"${rule}"`));
      if (refers) expect([name, part.Condition]).toEqual([name, 'Elsewhere']);
    }
  });
});

describe('the partner’s template', () => {
  const text = JSON.stringify(partner);

  it('forwards calls into our designated roles, and nothing else', () => {
    const rules = rulesOf(partner);
    expect(rules.length).toBeGreaterThan(0);
    const references = referencesOf(partner, deployedIn(PARTNER));
    const matches = (event: unknown): boolean =>
      rules.some(([, { Properties }]) => matcherOf(Properties['EventPattern'], references)(event));
    const copy: unknown = JSON.parse(
      readEventCases().find(({ name }) => name === 'caller-copy/of-a-partner')?.text ?? '',
    );
    expect(at(copy, 'account')).toBe(PARTNER);
    expect(matches(copy)).toBe(true);
    const elsewhere = JSON.parse(JSON.stringify(copy).replaceAll(':role/prod-', ':role/staging-')) as unknown;
    expect(matches(elsewhere)).toBe(false);
    expect(matches({ ...(isObject(copy) ? copy : {}), source: 'aws.iam' })).toBe(false);
  });

  it('serves every partner, and tells none who the others are', () => {
    const two = {
      ...policy,
      trustedAccounts: [...policy.trustedAccounts, { id: '888800002222', name: 'Other', partner: true }],
    };
    expect(partnerTemplate({ policy: two, rules: rulePatterns(two) })).toEqual(partner);
    for (const { id } of two.trustedAccounts) expect(text).not.toContain(id);
    for (const [, { Properties }] of rulesOf(partner)) {
      expect(at(Properties['EventPattern'], 'account')).toEqual([{ Ref: 'AWS::AccountId' }]);
    }
  });

  it('is not made where nobody is a partner', () => {
    const none = { ...policy, trustedAccounts: [] };
    expect(() => partnerTemplate({ policy: none, rules: rulePatterns(none) })).toThrow('partner: true');
  });
});

describe.each(templates)('the template of the %s', (_name, template, accountId) => {
  const resolved = (value: unknown, homeStack?: string): unknown =>
    resolveValue(value, referencesOf(template, deployedIn(accountId, homeStack)));

  it('has every rule in the long state, on the default bus, with one target: the home bus', () => {
    for (const [, { Properties }] of rulesOf(template)) {
      expect(Properties['State']).toBe(LONG_STATE);
      expect(Properties).not.toHaveProperty('EventBusName');
      expect(resolved(Properties['Targets'])).toEqual([
        {
          Id: 'home',
          Arn: HOME_BUS,
          RoleArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\//),
          DeadLetterConfig: { Arn: expect.stringMatching(/^arn:aws:sqs:eu-central-1:/) },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        },
      ]);
    }
  });

  it('names every rule after the Rolecall stack and the Region, within 64 characters', () => {
    const homeStack = 'r'.repeat(27);
    expect(
      new RegExp(`^${String(template.Parameters['HomeStack']?.['AllowedPattern'])}$`).test(homeStack),
    ).toBe(true);
    const names = rulesOf(template).map(([, { Properties }]) =>
      String(resolved(Properties['Name'], homeStack)),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^r{27}-eu-central-1-[A-Za-z]+\d*$/);
      // The longest Region, and a thousand rules of one kind.
      expect(name.length + 'ap-northeast-1'.length - 'eu-central-1'.length + 2).toBeLessThanOrEqual(64);
    }
  });

  it('has patterns that EventBridge takes, with nothing in them but plain values and names that CloudFormation fills in', () => {
    const references = referencesOf(template, deployedIn(accountId, 'r'.repeat(27)));
    for (const [, { Properties }] of rulesOf(template)) {
      expect(limitsBroken(Properties['EventPattern'], references)).toEqual([]);
      const functions = JSON.stringify(Properties['EventPattern']).match(/"(Fn::\w+|Ref)"/g) ?? [];
      for (const used of functions) expect(['"Ref"', '"Fn::Sub"']).toContain(used);
      const sources = listAt(Properties['EventPattern'], 'source');
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(String(at(source, 'prefix') ?? source)).toMatch(/^aws\./);
      expect(listAt(Properties['EventPattern'], 'account').length).toBeGreaterThan(0);
    }
  });

  it('lets its rules do one thing, and nobody else use the role', () => {
    const [[, role] = []] = partsOf(template, 'AWS::IAM::Role');
    const [trust, ...more] = listAt(role, 'Properties', 'AssumeRolePolicyDocument', 'Statement');
    expect(more).toEqual([]);
    expect(resolved(trust)).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: {
          'aws:SourceArn': `arn:aws:events:eu-central-1:${accountId}:rule/rolecall-prod-eu-central-1-*`,
        },
      },
    });
    const policies = listAt(role, 'Properties', 'Policies').flatMap((each) =>
      listAt(each, 'PolicyDocument', 'Statement'),
    );
    expect(resolved(policies)).toEqual([{ Effect: 'Allow', Action: 'events:PutEvents', Resource: HOME_BUS }]);
  });

  it('keeps what cannot be forwarded, encrypted, and raises an alarm', () => {
    const [[, queue] = []] = partsOf(template, 'AWS::SQS::Queue');
    expect(queue?.Properties).toMatchObject({
      KmsMasterKeyId: { 'Fn::GetAtt': ['ForwardKey', 'Arn'] },
      MessageRetentionPeriod: 1209600,
    });
    expect(resolved(queue?.Properties['QueueName'])).toMatch(/^rolecall-prod-eu-central-1-\w+DeadLetters$/);
    const [[, queuePolicy] = []] = partsOf(template, 'AWS::SQS::QueuePolicy');
    const allowed = listAt(queuePolicy, 'Properties', 'PolicyDocument', 'Statement').filter(
      (statement) => at(statement, 'Effect') === 'Allow',
    );
    expect(allowed).toHaveLength(1);
    expect(resolved(at(allowed[0], 'Condition'))).toEqual({
      ArnLike: {
        'aws:SourceArn': `arn:aws:events:eu-central-1:${accountId}:rule/rolecall-prod-eu-central-1-*`,
      },
    });
    const [[, alarm] = [], ...others] = partsOf(template, 'AWS::CloudWatch::Alarm');
    expect(others).toEqual([]);
    expect(alarm?.Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      AlarmActions: [{ Ref: 'ForwardTopic' }],
    });
    const [[, key] = []] = partsOf(template, 'AWS::KMS::Key');
    expect(listAt(key, 'Properties', 'KeyPolicy', 'Statement')).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      }),
    );
  });

  it('is fit for a StackSet: no names that two Regions of an account would fight for, nothing it must be told apart from its parameters', () => {
    const text = JSON.stringify(template);
    expect(text.length).toBeLessThan(51_200);
    expect(text).not.toMatch(/Fn::ImportValue|Transform|RoleName|DeletionPolicy/);
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::Events::Rule',
      'AWS::IAM::Role',
      'AWS::KMS::Key',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
    const mandatory = Object.entries(template.Parameters).filter(([, each]) => !('Default' in each));
    expect(mandatory.map(([name]) => name)).toEqual(['HomeAccountId']);
  });
});

describe('the home bus', () => {
  const statementOf = (part: TemplatePart | undefined) => at(part?.Properties, 'Statement');
  const home = { accountId: '999900001111', region: 'us-east-1', stackName: 'rolecall-prod' };
  const resolved = (value: unknown): unknown => resolveValue(value, referencesOf({ Resources: {} }, home));

  it('takes events of the listed accounts', () => {
    const { BusAccounts } = busResources(from);
    expect(resolved(BusAccounts?.Properties)).toEqual({
      EventBusName: 'default',
      StatementId: 'rolecall-prod-accounts',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
        Action: 'events:PutEvents',
        Resource: 'arn:aws:events:us-east-1:999900001111:event-bus/default',
      },
    });
  });

  it('takes of partners what STS recorded, from the rules of their template alone, and of other trusted accounts nothing', () => {
    const { BusPartners, BusAccounts, ...others } = busResources(from);
    expect(others).toEqual({});
    expect(resolved(statementOf(BusPartners))).toMatchObject({
      Principal: { AWS: [`arn:aws:iam::${PARTNER}:root`] },
      Condition: {
        StringEquals: { 'events:source': 'aws.sts' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/rolecall-prod-*' },
      },
    });
    // A bus takes one change of its policy at a time.
    expect(BusPartners?.DependsOn).toEqual(['BusAccounts']);
    expect(JSON.stringify([BusAccounts, BusPartners])).not.toContain('777788889999');
    expect(JSON.stringify([BusAccounts, BusPartners])).not.toContain('"*"');
  });

  it('has no partners where there are none', () => {
    const none = { ...policy, trustedAccounts: [] };
    expect(Object.keys(busResources({ policy: none, rules: rulePatterns(none) }))).toEqual(['BusAccounts']);
  });

  it('has room in its policy, of 10,240 characters, for two hundred accounts', () => {
    const accounts = Array.from({ length: 200 }, (_, index) => ({
      id: String(100_000_000_000 + index),
      name: 'a',
      owner: policy.defaultOwner,
      retentionDays: 400,
    }));
    const many = busResources({ policy: { ...policy, accounts }, rules: from.rules });
    const written = Object.values(many).map((part) => resolved(statementOf(part)));
    expect(JSON.stringify(written).length).toBeLessThan(10_240);
  });

  it(
    'is opened by the stack that is deployed',
    async () => {
      const { template, policy: own } = await packagedStack();
      const [[, properties] = []] = ofType(template, 'AWS::Events::EventBusPolicy');
      const principals = listAt(properties, 'Statement', 'Principal', 'AWS');
      expect(principals).toHaveLength(own.accounts.length);
    },
    PACKAGING_MILLISECONDS,
  );
});
