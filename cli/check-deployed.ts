/** What a first deploy still lacks: everything that CloudFormation cannot do alone, looked at one by one. */
import type { DeployedState, RuleState } from '../lib/aws/deployed-state.ts';
import type { TopicSubscription } from '../lib/delivery/subscriptions.ts';
import { canonicalJson } from '../lib/kernel/canonical-json.ts';
import { parametersOf } from '../lib/config/destination-problems.ts';
import { rulePatterns } from '../lib/config/event-patterns.ts';
import { listAt, parseJson, textAt } from '../lib/kernel/json.ts';
import type { ConfiguredDestination, Policy } from '../lib/policy/policy.ts';
import { type Finding, inOrder, missing } from './check-finding.ts';
import { lookAtTrails } from './check-trails.ts';

/** The only state in which a rule sees read-only calls such as AssumeRole. */
const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/**
 * Looks at the stack, then at what it needs, in the order in which a person would mend it. A question that AWS
 * refuses becomes a finding `unknown`; the others are asked all the same.
 */
export const checkDeployed = async (policy: Policy, deployed: DeployedState): Promise<readonly Finding[]> => {
  const secrets = await lookAtSecrets(policy, deployed);
  const stack = await orUnknown('stack', () => lookAtStack(deployed));
  const trail = await orUnknown('trail', () => lookAtTrails(policy, deployed));
  // Without a stack there are neither topics nor rules: saying so once is enough.
  if (stack.some(({ state }) => state === 'missing')) return [...secrets, ...stack, ...trail];
  const topics = [
    ...(await lookAtTopics(policy, deployed)),
    ...(await orUnknown('topic of the alarms', () => lookAtOperatorTopic(deployed))),
  ];
  const rules = await orUnknown('rules', () => lookAtRules(policy, deployed));
  return [...secrets, ...stack, ...topics, ...trail, ...rules];
};

const orUnknown = async (
  subject: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await look();
  } catch (error) {
    // The name only: AWS's messages repeat ARNs and sometimes whole requests.
    const name = error instanceof Error ? error.name : 'unknown error';
    return [
      { state: 'unknown', subject, message: `could not be looked at (${name}); check your permissions` },
    ];
  }
};

const lookAtStack = async (deployed: DeployedState): Promise<readonly Finding[]> => {
  const { exists, status = '' } = await deployed.stack();
  if (!exists) return [missing('stack', 'does not exist; deploy it')];
  const settled = /^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status);
  return [
    settled
      ? inOrder('stack', `stands (${status})`)
      : missing(
          'stack',
          `is in state ${status}; wait, or look at its events in CloudFormation and deploy again`,
        ),
  ];
};

const lookAtSecrets = async (policy: Policy, deployed: DeployedState): Promise<readonly Finding[]> => {
  const names = new Set(policy.destinations.flatMap(({ settings }) => parametersOf(settings)));
  const findings = [...names].map((name) =>
    orUnknown(`secret ${name}`, async () => [
      SECRET_FINDINGS[await deployed.parameterKind(name)](`secret ${name}`, name),
    ]),
  );
  return (await Promise.all(findings)).flat();
};

const SECRET_FINDINGS = {
  'secure-string': (subject: string) => inOrder(subject, 'is stored as a SecureString'),
  'not-secure': (subject: string) =>
    missing(subject, 'is stored, but not as a SecureString; delete it and store it again as one'),
  missing: (subject: string, name: string) =>
    missing(
      subject,
      `is not stored; in the console: Systems Manager, Parameter Store, Create parameter, name ${name}, type SecureString`,
    ),
} as const;

const lookAtTopics = async (policy: Policy, deployed: DeployedState): Promise<readonly Finding[]> => {
  const destinations = policy.destinations.filter(({ channel }) => channel === 'sns');
  const findings = destinations.map((destination) =>
    orUnknown(`topic of ${destination.id}`, () => lookAtTopic(destination, deployed)),
  );
  return (await Promise.all(findings)).flat();
};

const lookAtTopic = async (
  { id, settings }: ConfiguredDestination,
  deployed: DeployedState,
): Promise<readonly Finding[]> => {
  const subject = `topic of ${id}`;
  const topicArn = textAt(settings, 'topicArn') ?? (await deployed.topicArnOf(id));
  const subscriptions = topicArn === undefined ? undefined : await deployed.subscriptionsOf(topicArn);
  if (subscriptions === undefined) return [missing(subject, 'does not exist; deploy again')];
  const wanted = listAt(settings, 'email').filter((address) => typeof address === 'string');
  return wanted.length === 0
    ? [someoneListens(subject, subscriptions)]
    : wanted.map((address) => addressFinding(`${address} (${id})`, address, subscriptions));
};

const lookAtOperatorTopic = async (deployed: DeployedState): Promise<readonly Finding[]> => {
  const subject = 'topic of the alarms';
  const topicArn = await deployed.operatorTopicArn();
  const subscriptions = topicArn === undefined ? undefined : await deployed.subscriptionsOf(topicArn);
  return [
    subscriptions ? someoneListens(subject, subscriptions) : missing(subject, 'does not exist; deploy again'),
  ];
};

const someoneListens = (subject: string, subscriptions: readonly TopicSubscription[]): Finding =>
  subscriptions.some(({ confirmed }) => confirmed)
    ? inOrder(subject, 'has a confirmed subscription')
    : missing(
        subject,
        'has no confirmed subscription, so nobody would be told; subscribe somebody and confirm',
      );

const addressFinding = (
  subject: string,
  address: string,
  subscriptions: readonly TopicSubscription[],
): Finding => {
  const found = subscriptions.find(({ endpoint }) => endpoint.toLowerCase() === address.toLowerCase());
  if (!found) return missing(subject, 'is not subscribed; deploy again, SNS drops what nobody confirms');
  return found.confirmed
    ? inOrder(subject, 'has confirmed the subscription')
    : missing(subject, 'has not confirmed yet; click the link in the mail from AWS Notifications');
};

const lookAtRules = async (policy: Policy, deployed: DeployedState): Promise<readonly Finding[]> => {
  const standing = await deployed.rules();
  return rulePatterns(policy).map(({ name, pattern }) => {
    const wanted = canonicalJson(pattern);
    const same = standing.filter((rule) => canonicalJson(parseJson(rule.pattern ?? '')) === wanted);
    return ruleFinding(`rule ${name}`, same);
  });
};

const ruleFinding = (subject: string, same: readonly RuleState[]): Finding => {
  const [first] = same;
  if (!first) return missing(subject, 'does not stand as rolecall.yml wants it; deploy again');
  return same.some(({ state }) => state === LONG_STATE)
    ? inOrder(subject, 'listens to all management events')
    : missing(
        subject,
        `is in state ${first.state}, in which it misses AssumeRole; deploy again (EnableRule cannot set ${LONG_STATE})`,
      );
};
