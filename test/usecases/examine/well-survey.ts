/** An account in which everything is right for the bell to ring, with some answers replaced. */
import { CANARY_DESTINATION } from '../../../lib/delivery/canary.ts';
import { OPERATOR_DESTINATION } from '../../../lib/delivery/operator.ts';
import type { QueueState, RuleState, Survey, TrailState } from '../../../lib/history/survey.ts';
import type { SweepMarks } from '../../../lib/history/trail.ts';
import type { Policy } from '../../../lib/policy/policy.ts';
import { canaryRule } from '../../../lib/usecases/examine/canary-rule.ts';
import { canaryText, CANARY_MARK } from '../../../lib/usecases/examine/canary-state.ts';
import type { Examination, Places } from '../../../lib/usecases/examine/examination.ts';
import { LONG_STATE } from '../../../lib/usecases/examine/examine-rules.ts';
import { PROBES_MARK, probesText } from '../../../lib/usecases/examine/probed.ts';
import { MemoryMarks } from '../../support/memory-marks.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../../support/sample-policy.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** The destinations with a topic have an address there. */
export const policy: Policy = {
  ...samplePolicy,
  destinations: samplePolicy.destinations.map((destination) =>
    destination.channel === 'sns'
      ? { ...destination, settings: { email: [`${destination.id}@example.com`] } }
      : destination,
  ),
};

const arn = (service: string, what: string): string => `arn:aws:${service}:us-east-1:${PRODUCTION}:${what}`;

const url = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${PRODUCTION}/${name}`;

export const CANARY_ROLE = `arn:aws:iam::${PRODUCTION}:role/rolecall-canary/rolecall-prod-CanaryRole-1`;

export const places: Places = {
  queues: {
    intake: url('intake'),
    intakeDeadLetters: url('intakeDeadLetters'),
    ruleDeadLetters: url('ruleDeadLetters'),
    deliveryDeadLetters: url('deliveryDeadLetters'),
    canary: url('canary'),
  },
  topicArns: Object.fromEntries(
    ['security-mail', 'acme-mail', OPERATOR_DESTINATION, CANARY_DESTINATION].map((id) => [
      id,
      arn('sns', id),
    ]),
  ),
  canaryRoleArn: CANARY_ROLE,
  watchRules: ['rolecall-prod-WatchTrails-1'],
};

export const expectedRules = [
  { name: 'RoleEntries1', pattern: { source: ['aws.sts'], account: [PRODUCTION] } },
  { name: 'Doors1', pattern: { source: ['aws.iam'], account: [PRODUCTION] } },
];

export const trail = (changes: Partial<TrailState> = {}): TrailState => ({
  name: 'management',
  arn: arn('cloudtrail', 'trail/management'),
  homeRegion: 'eu-central-1',
  multiRegion: true,
  organization: false,
  logging: true,
  managementEvents: 'all',
  excludedSources: [],
  ...changes,
});

const ruleOf = ({
  name,
  pattern,
}: (typeof expectedRules)[number] | { name: string; pattern: unknown }): RuleState => ({
  name: `rolecall-prod-Rule${name}-1`,
  arn: arn('events', `rule/rolecall-prod-Rule${name}-1`),
  state: LONG_STATE,
  // As EventBridge gives it back: another order of the keys.
  pattern: JSON.stringify(Object.fromEntries(Object.entries(pattern as object).reverse())),
});

export const rules = (): readonly RuleState[] => [
  ...[...expectedRules, canaryRule(CANARY_ROLE) ?? expectedRules[0]].flatMap((rule) =>
    rule === undefined ? [] : [ruleOf(rule)],
  ),
  { name: 'somebody-elses', arn: arn('events', 'rule/x'), state: 'ENABLED', pattern: '{"source":["x"]}' },
  {
    name: 'rolecall-prod-WatchTrails-1',
    arn: arn('events', 'rule/w'),
    state: LONG_STATE,
    pattern: '{"w":[1]}',
  },
  { name: 'schedule', arn: arn('events', 'rule/s'), state: 'ENABLED' },
];

const letsRulesIn = (): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': rules().map((rule) => rule.arn) } },
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });

export const keyPolicy = (changes: { readonly events?: object; readonly sns?: object } = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${PRODUCTION}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        ...changes.events,
      },
      {
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': PRODUCTION } },
        ...changes.sns,
      },
    ],
  });

export const queueAt = (queueUrl: string, changes: Partial<QueueState> = {}): QueueState => ({
  arn: arn('sqs', queueUrl.split('/').at(-1) ?? ''),
  waiting: 0,
  policy: letsRulesIn(),
  keyId: arn('kms', 'key/1'),
  ...changes,
});

const trustBy = (principal: object): string =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    }),
  );

export const OWN_TRUST = trustBy({ AWS: `arn:aws:iam::${PRODUCTION}:root` });
export const SERVICE_TRUST = trustBy({ Service: 'lambda.amazonaws.com' });
export const OUTSIDE_TRUST = trustBy({ AWS: 'arn:aws:iam::999999999999:root' });
export const NORTHWIND_TRUST = trustBy({ AWS: `arn:aws:iam::${NORTHWIND}:root` });

export const roleNamed = (name: string, trust = OWN_TRUST, path = '/') => ({
  arn: `arn:aws:iam::${PRODUCTION}:role${path}${name}`,
  name,
  trust,
});

export const wellSurvey = (changes: Partial<Survey> = {}): Survey => ({
  accountId: async () => PRODUCTION,
  clocks: async () => ({ ours: new Date(0), theirs: new Date(0) }),
  trails: async () => [trail()],
  rules: async () => rules(),
  targetsOf: async (_region, name) => [
    ...(name.includes('Watch') ? [{ arn: arn('sns', OPERATOR_DESTINATION), changesEvent: true }] : []),
    { arn: arn('sqs', 'intake'), deadLetterArn: arn('sqs', 'ruleDeadLetters'), changesEvent: false },
  ],
  queue: async (queueUrl) => queueAt(queueUrl),
  keyPolicy: async () => keyPolicy(),
  subscriptionsOf: async (topicArn) => [
    { protocol: 'email', endpoint: `${topicArn.split(':').at(-1) ?? ''}@example.com`, confirmed: true },
  ],
  roles: async () => [
    { arn: PROD_ADMIN, name: 'prod-admin', trust: OWN_TRUST },
    roleNamed('OrganizationAccountAccessRole'),
    roleNamed('app', SERVICE_TRUST),
  ],
  regions: async () => [{ name: 'us-east-1', byDefault: true }],
  stack: async () => ({ exists: true, status: 'UPDATE_COMPLETE' }),
  parameterKind: async () => 'secure-string',
  ...changes,
});

export const clock = virtualClock();
const NOW = clock.now().toISOString();

/** Signs of life, a canary that came home, destinations that said yes. */
export const wellMarks = (changes: Readonly<Record<string, string>> = {}): SweepMarks => {
  const marks = new MemoryMarks();
  const all: Readonly<Record<string, string>> = {
    'last-heartbeat': NOW,
    'last-record': NOW,
    'sweep-pending': NOW,
    'sweep-reconcile': NOW,
    'sweep-seal': NOW,
    'sweep-count': NOW,
    'sweep-retention': NOW,
    [CANARY_MARK]: canaryText({
      id: '1',
      state: 'arrived',
      sentAt: '2026-11-22T10:00:00.000Z',
      arrivedAt: '2026-11-22T10:00:42.000Z',
      delaySeconds: 42,
    }),
    [PROBES_MARK]: probesText({
      at: NOW,
      probed: policy.destinations.map(({ id, channel }) => ({
        destinationId: id,
        channel,
        result: { kind: 'accepted', words: 'nothing was posted' },
      })),
    }),
    ...changes,
  };
  for (const [name, text] of Object.entries(all)) marks.written.set(name, text);
  return marks;
};

export const examination = (changes: Partial<Examination> = {}): Examination => ({
  policy,
  survey: wellSurvey(),
  marks: wellMarks(),
  clock,
  rules: expectedRules,
  places,
  secrets: ['/rolecall/url'],
  ...changes,
});
