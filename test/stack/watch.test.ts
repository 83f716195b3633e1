/** The second, independent rules: what they ring for, and that nothing of Rolecall's own lies between them and the operator. */
import { watchResources } from '../../infra/watch.cjs';
import { OWN_RESOURCES } from '../../lib/access/doors/own-resources.ts';
import { at, isObject, type JsonObject, listAt, textAt } from '../../lib/kernel/json.ts';
import { inputOf, readTransformer } from '../../local/target-input.ts';
import { limitsBroken, matcherOf, referencesOf } from '../support/deployed-values.ts';
import { type EventCase, OWN_STACK, readEventCases } from '../support/event-cases.ts';
import {
  arnOf,
  ofType,
  packagedStack,
  PACKAGING_MILLISECONDS,
  propertiesOf,
  type Stack,
} from './packaged-stack.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const watching = () =>
  ofType(stack.template, 'AWS::Events::Rule').filter(([name]) => name.startsWith('Watch'));

const deployed = () =>
  referencesOf(stack.template, { accountId: ACCOUNT, region: REGION, stackName: OWN_STACK });

let matchers: readonly (readonly [name: string, matches: (event: unknown) => boolean])[];
beforeAll(() => {
  matchers = watching().map(([name, { EventPattern }]) => [name, matcherOf(EventPattern, deployed())]);
});

/** Names of the rules that ring for an event. */
const ringing = (event: unknown): readonly string[] =>
  matchers.filter(([, matches]) => matches(event)).map(([name]) => name);

const eventOf = ({ text }: EventCase): JsonObject => {
  const event: unknown = JSON.parse(text);
  if (!isObject(event)) throw new Error('an event is an object');
  return event;
};

const blindingCases = (): readonly EventCase[] =>
  readEventCases().filter(({ name }) => name.startsWith('doors-blinding/'));

const isByCloudFormation = (event: JsonObject): boolean =>
  textAt(event, 'detail', 'sourceIPAddress') === 'cloudformation.amazonaws.com';

const isUrgent = ({ expectation }: EventCase): boolean =>
  textAt(expectation.judgement, 'door', 'weight') === 'urgent';

const RINGS_ALL_THE_SAME = [
  // A pattern cannot see what is missing among advanced selectors, so that they ring whatever they select.
  'doors-blinding/trail-advanced-with-everything',
  // Whichever trail was meant.
  'doors-blinding/trail-stopping-refused',
];

const mustRing = (each: EventCase): boolean => {
  const event = eventOf(each);
  const named = at(event, 'detail', 'requestParameters') !== null;
  return RINGS_ALL_THE_SAME.includes(each.name) || (isUrgent(each) && named && !isByCloudFormation(event));
};

describe('whoever blinds Rolecall, or the trail,', () => {
  const cases = blindingCases();
  const loud = cases.filter(mustRing).map(({ name }) => name);

  test('is told of in at least twenty cases', () => {
    expect(loud.length).toBeGreaterThan(20);
  });

  test.each(cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    expect(ringing(eventOf(each)).length).toBe(loud.includes(name) ? 1 : 0);
  });

  test('our own deploys are silent, whatever they do', () => {
    for (const each of cases.filter(({ name }) => loud.includes(name))) {
      const { detail, ...event } = eventOf(each);
      const byDeploy = {
        ...event,
        detail: { ...(isObject(detail) ? detail : {}), sourceIPAddress: 'cloudformation.amazonaws.com' },
      };
      expect(ringing(byDeploy)).toEqual([]);
    }
  });
});

const names = (logicalId: string) => `${OWN_STACK}-${logicalId}-1ABCDEFGHIJKL`;
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What stands in a record for a resource of ours, by the parameter that names it. */
const OUR_NAMES: Readonly<Record<string, unknown>> = {
  queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${names('IntakeQueue')}`,
  topicArn: arn('sns', names('OperatorTopic')),
  subscriptionArn: arn('sns', `${names('OperatorTopic')}:01234567-89ab-cdef-0123-456789abcdef`),
  functionName: `${OWN_STACK}-record`,
  tableName: names('HistoryTable'),
  backupArn: arn('dynamodb', `table/${names('HistoryTable')}/backup/01489602797149-73d8d5bc`),
  resourceArn: arn('dynamodb', `table/${names('HistoryTable')}`),
  logGroupName: `/aws/lambda/${OWN_STACK}-record`,
  alarmNames: ['cpu-high', names('IntakeAgeAlarm')],
  alarmName: names('IntakeAgeAlarm'),
  stackName: OWN_STACK,
  bucketName: `${OWN_STACK}-sealbucket-1abcdefghijk`,
  roleName: names('RecordRole'),
};

/** Told by the rules of rolecall.yml alone. */
const NOT_WATCHED = [
  // How we deploy ourselves, and what follows it.
  'UpdateStack',
  'ExecuteChangeSet',
  'SetStackPolicy',
  'RollbackStack',
  // Of the account that administers the StackSet.
  'DeleteStackSet',
  'DeleteStackInstances',
  // The default bus cannot be deleted.
  'DeleteEventBus',
];

const callsOnOurs = OWN_RESOURCES.flatMap((own) =>
  own.eventNames
    .map((name) => name.replace('*', '20150331'))
    .filter((name) => !NOT_WATCHED.includes(name))
    .map((eventName) => {
      const [parameter = ''] = own.name;
      const isMapping = own.answered !== undefined;
      return {
        account: ACCOUNT,
        source: `aws.${own.eventSource.split('.')[0] ?? ''}`,
        detail: {
          eventSource: own.eventSource,
          eventName,
          sourceIPAddress: '198.51.100.18',
          requestParameters: {
            ...(isMapping ? { uUID: '14e0db71' } : { [parameter]: OUR_NAMES[parameter] }),
            // What a protection looks like that is taken away.
            enableTerminationProtection: false,
            pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
          },
          responseElements: isMapping ? { functionArn: arn('lambda', `function:${OWN_STACK}-record`) } : null,
        },
      };
    }),
);

test.each(callsOnOurs.map((event) => [event.detail.eventName, event.detail.eventSource, event] as const))(
  '%s of %s rings when it is done to a resource of ours, and to no other',
  (_name, _source, event) => {
    expect(ringing(event)).toHaveLength(1);
    const others: unknown = JSON.parse(JSON.stringify(event).replaceAll(OWN_STACK, 'rolecall-production'));
    expect(ringing(others)).toEqual([]);
  },
);

test('the key, which bears no name, is known by its id and its ARN', () => {
  const references = deployed();
  for (const keyId of [references.ref('DataKey'), references.attribute('DataKey', 'Arn')]) {
    for (const eventName of ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy']) {
      const detail = {
        eventSource: 'kms.amazonaws.com',
        eventName,
        sourceIPAddress: '198.51.100.18',
        requestParameters: { keyId },
      };
      expect(ringing({ account: ACCOUNT, source: 'aws.kms', detail })).toHaveLength(1);
    }
  }
});

test('closing the bus to the accounts that forward rings', () => {
  const closed = (requestParameters: JsonObject) =>
    ringing({
      account: ACCOUNT,
      source: 'aws.events',
      detail: {
        eventSource: 'events.amazonaws.com',
        eventName: 'RemovePermission',
        sourceIPAddress: '198.51.100.18',
        requestParameters,
      },
    });
  expect(closed({ statementId: `${OWN_STACK}-accounts` })).toEqual(['WatchRules']);
  expect(closed({ removeAllPermissions: true })).toEqual(['WatchRules']);
  expect(closed({ statementId: 'somebody-else' })).toEqual([]);
});

test('what collectors forward of other accounts rings as well, what is done in strangers’ accounts does not', () => {
  const disabled = (account: string) => ({
    account,
    source: 'aws.events',
    region: 'ap-southeast-2',
    detail: {
      eventSource: 'events.amazonaws.com',
      eventName: 'DisableRule',
      sourceIPAddress: '198.51.100.18',
      requestParameters: { name: `${OWN_STACK}-ap-southeast-2-RoleEntries1` },
    },
  });
  expect(ringing(disabled('444455556666'))).toEqual(['WatchRules']);
  expect(ringing(disabled('999999999999'))).toEqual([]);
});

describe('the rules', () => {
  test('go to the operator’s topic and nowhere else, in words, and keep what cannot be handed over', () => {
    expect(watching().length).toBeGreaterThanOrEqual(2);
    for (const [, rule] of watching()) {
      expect(rule.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      expect(rule.Targets).toEqual([
        expect.objectContaining({
          Arn: { Ref: 'OperatorTopic' },
          DeadLetterConfig: { Arn: arnOf('RuleDeadLetters') },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        }),
      ]);
      expect(
        listAt(rule, 'EventPattern', 'source').every((source) => /^aws\.[a-z0-9]+$/.test(String(source))),
      ).toBe(true);
    }
  });

  test('say what was done, by whom, where and when', () => {
    const [[, rule] = []] = watching();
    const transformer = readTransformer(at(listAt(rule, 'Targets')[0], 'InputTransformer'));
    const event = eventOf(
      blindingCases().find(({ name }) => name.endsWith('/own-rule-disabled')) ?? {
        name: '',
        text: '',
        expectation: undefined as never,
      },
    );
    const text = inputOf(transformer === undefined ? {} : { transformer }, event);
    expect(JSON.parse(text)).toMatch(
      /touched: DisableRule by arn:aws:iam::111122223333:user\/alice \(IAMUser\) in account 111122223333, eu-central-1, at 2026-11-20T09:15:00Z/,
    );
    expect(text.length).toBeLessThan(1000);
  });

  test('stay within EventBridge’s limits under the longest names, and however many accounts there are', () => {
    const long = {
      accountId: ACCOUNT,
      region: 'ap-northeast-1',
      stackName: 'rolecall-production-of-the-eu',
    };
    const accounts = Array.from({ length: 130 }, (_, index) => ({
      id: String(100_000_000_000 + index),
      name: 'a',
      owner: 'o',
      retentionDays: 400,
    }));
    const secrets = Array.from({ length: 40 }, (_, index) => ({
      id: `d${String(index)}`,
      channel: 'slack-webhook',
      settings: { url: `ssm:/${'r'.repeat(index * 25)}/${String(index)}` },
    }));
    const many = watchResources({ accounts, destinations: secrets });
    expect(Object.keys(many).filter((name) => name.startsWith('WatchSecrets')).length).toBeGreaterThan(10);
    const listed = Object.entries(many).flatMap(([name, { Properties }]) =>
      name.startsWith('WatchTrails') ? listAt(Properties.EventPattern, 'account') : [],
    );
    expect(listed).toEqual(expect.arrayContaining(accounts.map(({ id }) => id)));
    const references = referencesOf({ Resources: { ...stack.template.Resources, ...many } }, long);
    for (const { Properties } of Object.values(many)) {
      expect(limitsBroken(Properties.EventPattern, references)).toEqual([]);
    }
  });

  test('and all others of the stack are within them under those names, too', () => {
    const references = referencesOf(stack.template, {
      accountId: ACCOUNT,
      region: 'ap-northeast-1',
      stackName: 'rolecall-production-of-the-eu',
    });
    const patterns = ofType(stack.template, 'AWS::Events::Rule').flatMap(([, { EventPattern }]) =>
      EventPattern === undefined ? [] : [EventPattern],
    );
    expect(patterns.length).toBeGreaterThan(watching().length);
    for (const pattern of patterns) expect(limitsBroken(pattern, references)).toEqual([]);
  });

  test('may publish to the encrypted topic', () => {
    const [, ...rest] = listAt(propertiesOf(stack.template, 'DataKey'), 'KeyPolicy', 'Statement');
    expect(rest).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      }),
    );
    expect(propertiesOf(stack.template, 'OperatorTopic').KmsMasterKeyId).toEqual(arnOf('DataKey'));
  });
});
