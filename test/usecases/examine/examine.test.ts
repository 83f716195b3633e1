import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SurveyRefused, type Survey } from '../../../lib/history/survey.ts';
import type { Policy } from '../../../lib/policy/policy.ts';
import { canaryText, type CanaryState } from '../../../lib/usecases/examine/canary-state.ts';
import { examine } from '../../../lib/usecases/examine/examine.ts';
import { LONG_STATE } from '../../../lib/usecases/examine/examine-rules.ts';
import type { Examination } from '../../../lib/usecases/examine/examination.ts';
import { DOCTOR_CHECKS, type Finding } from '../../../lib/usecases/examine/finding.ts';
import { probesText } from '../../../lib/usecases/examine/probed.ts';
import { PRODUCTION } from '../../support/sample-policy.ts';
import {
  examination,
  keyPolicy,
  NORTHWIND_TRUST,
  OUTSIDE_TRUST,
  OWN_TRUST,
  places,
  policy,
  queueAt,
  roleNamed,
  rules,
  SERVICE_TRUST,
  trail,
  wellMarks,
  wellSurvey,
} from './well-survey.ts';

const look = (changes: Partial<Examination>): Promise<readonly Finding[]> => examine(examination(changes));

const lineOf = ({ state, subject, sentence }: Finding): string => `${state} ${subject}: ${sentence}`;

/** What is not in order. */
const wrong = async (changes: Partial<Examination>): Promise<readonly string[]> =>
  (await look(changes)).filter(({ state }) => state !== 'ok').map(lineOf);

const asked = (survey: Partial<Survey>): Promise<readonly string[]> => wrong({ survey: wellSurvey(survey) });

describe('an account in which everything is right', () => {
  it('has nothing to mend, and every check has looked', async () => {
    const findings = await look({});
    expect(findings.filter(({ state }) => state !== 'ok').map(lineOf)).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([...DOCTOR_CHECKS]);
  });

  it('is examined whole although AWS refuses every question, and each missing permission is named', async () => {
    const refusing = new Proxy(wellSurvey(), {
      get: (_survey, name) => () => Promise.reject(new SurveyRefused(`x:${String(name)}`, 'AccessDenied')),
      ownKeys: (survey) => Reflect.ownKeys(survey),
    });
    const findings = await look({
      survey: {
        ...refusing,
        ...Object.fromEntries(Object.keys(wellSurvey()).map((name) => [name, Reflect.get(refusing, name)])),
      },
    });
    const unknown = findings.filter(({ state }) => state === 'unknown');
    expect(findings.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(
      unknown.every(({ unanswered, missingAction }) => unanswered === true && missingAction !== undefined),
    ).toBe(true);
    expect(new Set(unknown.map(({ missingAction }) => missingAction))).toEqual(
      new Set(
        [
          'stack',
          'parameterKind',
          'trails',
          'rules',
          'queue',
          'subscriptionsOf',
          'clocks',
          'roles',
          'regions',
        ].map((name) => `x:${name}`),
      ),
    );
  });

  it('says every check in docs/operations.md', () => {
    const text = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
    expect(DOCTOR_CHECKS.filter((check) => !text.includes(`| \`${check}\``))).toEqual([]);
  });
});

const described: readonly (readonly [string, Partial<Survey>, readonly string[]])[] = [
  // Trails
  [
    'no trail at all',
    { trails: async () => [] },
    [
      'broken trail of us-east-1: no trail records us-east-1: EventBridge hears nothing of it, and nothing complains',
    ],
  ],
  [
    'a trail of another Region only',
    { trails: async () => [trail({ multiRegion: false })] },
    [
      'broken trail of us-east-1: no trail records us-east-1: EventBridge hears nothing of it, and nothing complains',
    ],
  ],
  [
    'a trail that was stopped',
    { trails: async () => [trail({ logging: false })] },
    [
      'broken trail of us-east-1: management is not logging: EventBridge hears nothing, and nothing complains',
    ],
  ],
  [
    'a trail that records changes only',
    { trails: async () => [trail({ managementEvents: 'write-only' })] },
    [
      'broken trail of us-east-1: management records writing management events only, and entering a role counts as reading',
    ],
  ],
  [
    'a trail that records reading only',
    { trails: async () => [trail({ managementEvents: 'read-only' })] },
    ['broken trail of us-east-1: management records reading management events only: changes are not heard'],
  ],
  [
    'a trail without STS',
    { trails: async () => [trail({ managementEvents: 'none' })] },
    ['broken trail of us-east-1: management records no management events of STS: entries are not heard'],
  ],
  [
    'a trail that leaves KMS out',
    { trails: async () => [trail({ excludedSources: ['kms.amazonaws.com'] })] },
    [
      'warning trail of us-east-1: management is logging and records read and write management events, but not those of kms.amazonaws.com: changes there are not heard',
    ],
  ],
  [
    'a trail of the organisation nobody here can read',
    { trails: async () => [trail({ organization: true, logging: 'unknown', managementEvents: 'unknown' })] },
    [
      'unknown trail of us-east-1: management is a trail of the organisation: only its owner can tell what it records',
    ],
  ],
  [
    'one good trail beside a stopped one',
    { trails: async () => [trail({ logging: false }), trail({ name: 'good' })] },
    [],
  ],
  // Rules
  [
    'a rule that was switched off',
    {
      rules: async () =>
        rules().map((rule) => (rule.name.includes('Entries') ? { ...rule, state: 'DISABLED' } : rule)),
    },
    ['broken rule RoleEntries1 in us-east-1: is switched off: what it should hear is not heard'],
  ],
  [
    'a rule that was switched on again by EnableRule',
    {
      rules: async () =>
        rules().map((rule) => (rule.name.includes('Doors') ? { ...rule, state: 'ENABLED' } : rule)),
    },
    ['broken rule Doors1 in us-east-1: is in state ENABLED, in which it misses AssumeRole'],
  ],
  [
    'a rule with another pattern',
    {
      rules: async () =>
        rules().map((rule) =>
          rule.name.includes('Doors') ? { ...rule, pattern: '{"source":["aws.iam"]}' } : rule,
        ),
    },
    [
      'broken rule Doors1 in us-east-1: does not stand as rolecall.yml wants it: what it should hear is not heard',
    ],
  ],
  [
    'a canary’s rule that is gone',
    { rules: async () => rules().filter(({ name }) => !name.includes('Canary')) },
    [
      'broken rule Canary in us-east-1: does not stand as rolecall.yml wants it: what it should hear is not heard',
    ],
  ],
  // Targets
  [
    'rules that hand over elsewhere',
    {
      targetsOf: async (_region, name) =>
        name.includes('Doors')
          ? [{ arn: 'arn:aws:sqs:us-east-1:1:x', changesEvent: false }]
          : wellSurvey().targetsOf('us-east-1', name),
    },
    ['broken target of Doors1 in us-east-1: does not hand over to the intake queue'],
  ],
  [
    'a target that passes on a part of the event',
    {
      targetsOf: async (region, name) =>
        (await wellSurvey().targetsOf(region, name)).map((target) => ({
          ...target,
          changesEvent: name.includes('Doors'),
        })),
    },
    ['broken target of Doors1 in us-east-1: passes on something else than the event'],
  ],
  [
    'targets without dead letters',
    {
      targetsOf: async (region, name) =>
        name.includes('Watch')
          ? wellSurvey().targetsOf(region, name)
          : [{ arn: queueAt('/intake').arn, changesEvent: false }],
    },
    ['Canary', 'Doors1', 'RoleEntries1'].map(
      (name) => `warning target of ${name} in us-east-1: keeps nothing of what cannot be handed over`,
    ),
  ],
  // Queues
  [
    'a queue without a policy',
    {
      queue: async (url) =>
        url.endsWith('/intake') ? { arn: queueAt(url).arn, waiting: 0, keyId: 'k' } : queueAt(url),
    },
    [
      'broken policy of the intake queue: does not let in RoleEntries1, Doors1, Canary: what they hear is lost',
    ],
  ],
  [
    'a queue whose policy forgot a rule',
    {
      queue: async (url) => ({
        ...queueAt(url),
        policy: (queueAt(url).policy ?? '').replaceAll('RuleDoors1-1', 'RuleDoors1-0'),
      }),
    },
    [
      'broken policy of the intake queue: does not let in Doors1: what they hear is lost',
      'broken policy of the dead letters of the rules: does not let in Doors1: what they hear is lost',
    ],
  ],
  [
    'a queue that is gone',
    { queue: async (url) => (url.endsWith('/canary') ? undefined : queueAt(url)) },
    ['broken queue of the canary: does not exist'],
  ],
  [
    'dead letters',
    { queue: async (url) => queueAt(url, { waiting: url.endsWith('ruleDeadLetters') ? 3 : 0 }) },
    ['broken dead letters of the rules: hold 3 messages'],
  ],
  // Key
  [
    'a key that asks EventBridge for its account',
    {
      keyPolicy: async () =>
        keyPolicy({ events: { Condition: { StringEquals: { 'aws:SourceAccount': PRODUCTION } } } }),
    },
    [
      'broken key of the queues and topics: does not let EventBridge in (without any condition): every event is lost',
    ],
  ],
  [
    'a key for another account’s topics',
    {
      keyPolicy: async () =>
        keyPolicy({ sns: { Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } } }),
    },
    [
      'broken key of the queues and topics: does not let SNS in: nothing arrives in the canary’s queue',
      'broken key of the queues and topics: does not let CloudWatch in: alarms tell nobody',
    ],
  ],
  [
    'queues without a key',
    { queue: async (url) => ({ arn: queueAt(url).arn, waiting: 0, policy: queueAt(url).policy ?? '' }) },
    ['warning key of the queues and topics: the intake queue is not encrypted with a key of ours'],
  ],
  // Topics
  [
    'an address that has not confirmed',
    {
      subscriptionsOf: async (arn) => [
        {
          protocol: 'email',
          endpoint: `${String(arn.split(':').at(-1)).toUpperCase()}@example.com`,
          confirmed: !arn.endsWith('acme-mail'),
        },
      ],
    },
    [
      'broken acme-mail@example.com (topic of acme-mail): has not confirmed, or no longer: SNS sends nothing there',
    ],
  ],
  [
    'an address that is not subscribed',
    { subscriptionsOf: async (arn) => (arn.endsWith('acme-mail') ? [] : wellSurvey().subscriptionsOf(arn)) },
    ['broken acme-mail@example.com (topic of acme-mail): is not subscribed'],
  ],
  [
    'alarms that nobody hears',
    { subscriptionsOf: async (arn) => (arn.endsWith('operator') ? [] : wellSurvey().subscriptionsOf(arn)) },
    ['broken topic of the alarms: has no confirmed subscription, so nobody would be told'],
  ],
  [
    'a topic that is gone',
    {
      subscriptionsOf: async (arn) =>
        arn.endsWith('canary') ? undefined : wellSurvey().subscriptionsOf(arn),
    },
    ['broken topic of the canary: does not exist'],
  ],
  // Secrets
  [
    'a secret that is not stored',
    { parameterKind: async () => 'missing' },
    ['broken secret /rolecall/url: is not stored'],
  ],
  [
    'a secret in the clear',
    { parameterKind: async () => 'not-secure' },
    ['broken secret /rolecall/url: is stored, but not as a SecureString'],
  ],
  // Stack
  [
    'a stack in the middle of a rollback',
    { stack: async () => ({ exists: true, status: 'ROLLBACK_COMPLETE' }) },
    ['broken stack: is in state ROLLBACK_COMPLETE'],
  ],
  // Clock
  [
    'a clock that is a minute off',
    { clocks: async () => ({ ours: new Date(60_000), theirs: new Date(0) }) },
    ['warning clock: the clock here is 60 s ahead of AWS’s'],
  ],
  [
    'a clock that AWS refuses',
    { clocks: async () => ({ ours: new Date(0), theirs: new Date(600_000) }) },
    ['broken clock: the clock here is 600 s behind AWS’s: AWS refuses what is signed by it'],
  ],
  // Regions
  [
    'Regions without rules',
    {
      regions: async () => [
        { name: 'us-east-1', byDefault: true },
        { name: 'eu-west-1', byDefault: true },
        { name: 'il-central-1', byDefault: false },
      ],
    },
    [
      'warning Regions: one has no rules of ours: eu-west-1; who enters a role through their endpoints is not heard',
      'warning Regions that were enabled: one has no rules of ours: il-central-1',
    ],
  ],
  // Roles
  [
    'a pattern that fits no role',
    { roles: async () => [roleNamed('other')] },
    [`warning role arn:aws:iam::${PRODUCTION}:role/prod-*: fits no role there is`],
  ],
  [
    'a role of services that is called like production',
    {
      roles: async () => [
        ...(await wellSurvey().roles()),
        roleNamed('my-production-task', SERVICE_TRUST),
        roleNamed('AWSServiceRoleForAdmin', OWN_TRUST, '/aws-service-role/x.amazonaws.com/'),
      ],
    },
    [],
  ],
  [
    'roles that are called like production',
    {
      roles: async () => [
        ...(await wellSurvey().roles()),
        roleNamed('BreakGlass'),
        roleNamed('myProductionAdmin'),
        roleNamed('AWSReservedSSO_AdministratorAccess_1', OWN_TRUST, '/aws-reserved/sso.amazonaws.com/'),
        roleNamed('reproduction'),
      ],
    },
    [
      'warning roles that look like production: 3 are not in rolecall.yml: BreakGlass, myProductionAdmin, AWSReservedSSO_AdministratorAccess_1',
    ],
  ],
  [
    'roles that let outsiders in',
    {
      roles: async () => [
        ...(await wellSurvey().roles()),
        roleNamed('vendor', OUTSIDE_TRUST),
        roleNamed('partner', NORTHWIND_TRUST),
      ],
    },
    [
      'warning roles that let an outside account in: 2 are not in rolecall.yml: vendor (999999999999), partner (777788889999)',
    ],
  ],
];

describe('the doctor finds', () => {
  it.each(described)('%s', async (_name, survey, lines) => {
    expect([...(await asked(survey))].sort()).toEqual([...lines].sort());
  });

  it.each<[string, Partial<Survey>, string]>([
    [
      'is gone',
      { rules: async () => rules().filter(({ name }) => !name.includes('Watch')) },
      'does not exist: attempts to blind Rolecall may stay untold',
    ],
    [
      'was switched off',
      {
        rules: async () =>
          rules().map((rule) => (rule.name.includes('Watch') ? { ...rule, state: 'DISABLED' } : rule)),
      },
      'is in state DISABLED: attempts to blind Rolecall may stay untold',
    ],
    [
      'tells somebody else',
      {
        targetsOf: async (region, name) =>
          name.includes('Watch') ? [] : wellSurvey().targetsOf(region, name),
      },
      'does not reach the operator’s topic',
    ],
  ])('a rule that watches over Rolecall itself and %s', async (_name, survey, sentence) => {
    expect(await asked(survey)).toEqual([`broken rule rolecall-prod-WatchTrails-1: ${sentence}`]);
  });

  it('what partners forward at home only', async () => {
    const partners = { name: 'PartnerCopies1', pattern: { account: ['777788889999'] } };
    const everywhere: Policy = { ...policy, regions: ['us-east-1', 'eu-west-1'] };
    const lines = await wrong({
      policy: everywhere,
      rules: [...examination().rules, partners],
      survey: wellSurvey({
        targetsOf: async (_region, name) => [
          ...(await wellSurvey().targetsOf('us-east-1', name)),
          {
            arn: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
            changesEvent: false,
            deadLetterArn: 'd',
          },
        ],
      }),
    });
    expect(lines).toEqual([
      'broken rule PartnerCopies1 in us-east-1: does not stand as rolecall.yml wants it: what it should hear is not heard',
    ]);
  });

  it('a missing stack, and then not also its rules and topics', async () => {
    const survey = wellSurvey({
      stack: async () => ({ exists: false }),
      rules: () => Promise.reject(new Error('must not be asked')),
    });
    const { places: _places, ...without } = examination({ survey });
    const findings = await examine(without);
    expect(findings.filter(({ state }) => state !== 'ok').map(lineOf)).toEqual([
      'broken stack: does not exist',
    ]);
    expect(findings.map(({ check }) => check)).not.toContain('rule');
  });

  it('that the stack may not be read, and then says nothing of what it could not look at', async () => {
    const survey = wellSurvey({
      stack: () => Promise.reject(new SurveyRefused('cloudformation:DescribeStacks', 'AccessDenied')),
    });
    const { places: _places, ...without } = examination({ survey });
    const findings = (await examine(without)).filter(({ state }) => state !== 'ok');
    expect(findings.map(lineOf)).toEqual([
      'unknown stack: could not be looked at: cloudformation:DescribeStacks is not allowed (AccessDenied)',
      'unknown parts of the stack: could not be found: rules, queues, topics and signs of life were not looked at',
    ]);
    expect(findings.every(({ unanswered }) => unanswered === true)).toBe(true);
  });

  it('OrganizationAccountAccessRole that nobody designated', async () => {
    const narrow: Policy = { ...policy, roles: policy.roles.slice(0, 1) };
    expect(await wrong({ policy: narrow })).toEqual([
      'warning OrganizationAccountAccessRole: exists and is not designated: the organisation’s administrators enter by it unannounced',
    ]);
  });

  it('that roles of other accounts cannot be seen', async () => {
    const [first] = policy.roles;
    const elsewhere = {
      ...first,
      pattern: 'arn:aws:iam::444455556666:role/x',
      accountId: '444455556666',
      name: 'x',
      owner: 'platform',
    };
    expect(await wrong({ policy: { ...policy, roles: [...policy.roles, elsewhere] } })).toEqual([
      `unknown roles of other accounts: those of 444455556666 cannot be seen from account ${PRODUCTION}`,
    ]);
  });

  it('in every Region by itself what is wrong there, and a bus of the home Region is a good end elsewhere', async () => {
    const everywhere: Policy = { ...policy, regions: ['us-east-1', 'eu-west-1', 'us-west-2'] };
    const home = 'arn:aws:events:us-east-1:111122223333:event-bus/rolecall';
    const survey = wellSurvey({
      rules: async (region) => (region === 'us-west-2' ? [] : rules()),
      targetsOf: async (region, name) =>
        region === 'us-east-1'
          ? wellSurvey().targetsOf(region, name)
          : [
              {
                arn: name.includes('Doors') ? home.replace('us-east-1', 'eu-west-1') : home,
                changesEvent: false,
                deadLetterArn: 'arn:aws:sqs:eu-west-1:1:d',
              },
            ],
    });
    expect(await wrong({ policy: everywhere, survey })).toEqual([
      'broken rule RoleEntries1 in us-west-2: does not stand as rolecall.yml wants it: what it should hear is not heard',
      'broken rule Doors1 in us-west-2: does not stand as rolecall.yml wants it: what it should hear is not heard',
      'broken target of Doors1 in eu-west-1: does not hand over to a bus in us-east-1',
    ]);
  });

  it('the same good trail of many Regions once', async () => {
    const everywhere: Policy = { ...policy, regions: ['us-east-1', 'eu-west-1'] };
    expect((await look({ policy: everywhere })).filter(({ check }) => check === 'trail').map(lineOf)).toEqual(
      ['ok trail of 2 Regions: management is logging and records read and write management events'],
    );
  });

  it('what to type, where something can be typed', async () => {
    const commandOf = async (survey: Partial<Survey>): Promise<string | undefined> =>
      (await look({ survey: wellSurvey(survey) })).find(({ state }) => state === 'broken')?.command;
    expect(await commandOf({ trails: async () => [trail({ logging: false })] })).toBe(
      'aws cloudtrail start-logging --name management --region eu-central-1',
    );
    const [first] = rules();
    expect(
      await commandOf({
        rules: async () =>
          rules().map((rule) =>
            rule === first || rule.name === first?.name
              ? { ...rule, state: 'DISABLED', pattern: rule.pattern ?? '' }
              : rule,
          ),
      }),
    ).toBe(
      `aws events put-rule --region us-east-1 --name ${String(first?.name)} --state ${LONG_STATE} --event-pattern '${String(first?.pattern)}'`,
    );
    // A name cannot break out of its word.
    expect(
      await commandOf({ trails: async () => [trail({ logging: false, name: "x'; rm -rf / #" })] }),
    ).toContain(`--name 'x'\\''; rm -rf / #' `);
  });

  it('that a question failed, without taking it for an answer', async () => {
    const survey = wellSurvey({
      trails: () => Promise.reject(new SurveyRefused('cloudtrail:DescribeTrails', 'ServiceUnavailable')),
    });
    const [finding] = (await look({ survey })).filter(({ state }) => state !== 'ok');
    expect(finding).toEqual({
      check: 'trail',
      state: 'unknown',
      subject: 'trail of us-east-1',
      sentence: 'could not be looked at: cloudtrail:DescribeTrails failed (ServiceUnavailable)',
      unanswered: true,
    });
  });
});

describe('signs of life', () => {
  const aged: readonly (readonly [string, string, string])[] = [
    [
      'last-heartbeat',
      '2026-11-22T11:40:00.000Z',
      'broken heartbeat: came last 20 minutes ago: records are not written down either',
    ],
    ['sweep-pending', '2026-11-22T11:40:00.000Z', 'broken sweep pending: ended last 20 minutes ago'],
    ['sweep-reconcile', '2026-11-22T09:00:00.000Z', 'broken sweep reconcile: ended last 3 hours ago'],
    ['sweep-retention', '2026-11-18T00:00:00.000Z', 'broken sweep retention: ended last 5 days ago'],
    ['sweep-count', '2026-11-22T10:00:00.000Z', 'broken sweep count: ended last 2 hours ago'],
    ['last-heartbeat', 'nonsense', 'unknown heartbeat: none has come yet'],
    ['last-record', '', 'unknown last record: none has come yet'],
  ];
  it.each(aged)('%s of %s', async (name, at, line) => {
    expect(await wrong({ marks: wellMarks({ [name]: at }) })).toEqual([line]);
  });

  it('are quiet on a quiet night: the last record may be old', async () => {
    expect(await wrong({ marks: wellMarks({ 'last-record': '2026-11-01T00:00:00.000Z' }) })).toEqual([]);
  });
});

describe('destinations', () => {
  const probed = (result: object, at = '2026-11-22T11:30:00.000Z'): string =>
    probesText({
      at,
      probed: policy.destinations.map(({ id, channel }) => ({
        destinationId: id,
        channel,
        result: id === 'platform-slack' ? (result as never) : { kind: 'accepted', words: 'yes' },
      })),
    });

  it('that refuse are broken, with what to do', async () => {
    const marks = wellMarks({
      probes: probed({ kind: 'refused', code: 'destination-gone', words: 'no_service' }),
    });
    const [finding] = (await look({ marks })).filter(({ state }) => state !== 'ok');
    expect(finding).toMatchObject({
      state: 'broken',
      subject: 'destination platform-slack',
      sentence: 'refuses: no_service (asked at 11:30 UTC)',
      mend: expect.stringContaining('rolecall.yml'),
    });
  });

  it('that gave no answer are not known', async () => {
    const marks = wellMarks({ probes: probed({ kind: 'cannot-tell', words: 'timeout' }) });
    expect(await wrong({ marks })).toEqual([
      'unknown destination platform-slack: gave no answer that says yes or no: timeout (asked at 11:30 UTC)',
    ]);
  });

  it.each([
    ['never', ''],
    ['in a form nobody wrote', '{"at":7}'],
  ])('that were asked %s are not known', async (_when, text) => {
    expect(await wrong({ marks: wellMarks({ probes: text }) })).toEqual([
      'unknown destinations: have not been asked yet; deliver asks them every hour',
    ]);
  });

  it('that were asked long ago are not known', async () => {
    expect(await wrong({ marks: wellMarks({ probes: probed({}, '2026-11-22T01:00:00.000Z') }) })).toEqual([
      'unknown destinations: were asked last at 2026-11-22T01:00:00.000Z, although deliver is to ask them every hour',
    ]);
  });

  it('that came since are not known', async () => {
    const more = {
      ...policy,
      destinations: [...policy.destinations, { id: 'new', channel: 'ops-center', settings: {} }],
    };
    expect(await wrong({ policy: more })).toEqual([
      'unknown destination new: is not among those that were asked',
    ]);
  });
});

describe('the canary', () => {
  const canary = (state: Partial<CanaryState>): string =>
    canaryText({ id: '1', state: 'waiting', sentAt: '2026-11-22T11:55:00.000Z', ...state });

  const states: readonly (readonly [string, string, readonly string[]])[] = [
    ['has not been sent', '', ['unknown canary: has not been sent yet']],
    ['is on its way', canary({}), []],
    [
      'is missing',
      canary({ state: 'missing', blindSince: 'x' }),
      ['broken canary: its alert did not arrive (sent at 2026-11-22T11:55:00.000Z): the bell does not ring'],
    ],
    [
      'is on its way while the bell does not ring',
      canary({ blindSince: '2026-11-22T03:00:00.000Z' }),
      ['broken canary: the bell does not ring since 2026-11-22T03:00:00.000Z; another one is on its way'],
    ],
    [
      'could not be sent',
      canary({ state: 'not-sent', why: 'AccessDenied' }),
      [
        'broken canary: its role could not be assumed (AccessDenied, 2026-11-22T11:55:00.000Z): nothing proves that the bell rings',
      ],
    ],
    [
      'was sent too long ago',
      canary({ state: 'arrived', sentAt: '2026-11-21T00:00:00.000Z' }),
      ['broken canary: was sent last at 2026-11-21T00:00:00.000Z, although it should go every 360 minutes'],
    ],
  ];
  it.each(states)('%s', async (_name, text, lines) => {
    expect(await wrong({ marks: wellMarks({ canary: text }) })).toEqual(lines);
  });

  it('may be switched off, which is a warning', async () => {
    expect(await wrong({ policy: { ...policy, canaryMinutes: 0 } })).toEqual([
      'warning canary: is switched off: nothing proves that the bell rings',
    ]);
  });

  it('has no rule to look at in a stack without its role', async () => {
    const { canaryRoleArn, ...without } = places;
    expect(canaryRoleArn).toBeDefined();
    const survey = wellSurvey({ rules: async () => rules().filter(({ name }) => !name.includes('Canary')) });
    expect(await wrong({ places: without, survey })).toEqual([]);
  });
});
