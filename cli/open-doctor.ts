/** Whom `rolecall doctor` looks at: the running laptop, or a stack in AWS. */
import { connectDoctor, type DoctorConnection, type DoctorPlace } from '../lib/aws/connect-doctor.ts';
import { parametersOf } from '../lib/config/destination-problems.ts';
import { rulePatterns } from '../lib/config/event-patterns.ts';
import { CANARY_DESTINATION } from '../lib/delivery/canary.ts';
import { OPERATOR_DESTINATION } from '../lib/delivery/operator.ts';
import { parseArn } from '../lib/kernel/arn.ts';
import type { Clock } from '../lib/kernel/clock.ts';
import { compact, isObject, parseJson } from '../lib/kernel/json.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { CANARY_PATH } from '../lib/usecases/examine/canary-rule.ts';
import type { Examination, Places } from '../lib/usecases/examine/examination.ts';
import { LOCAL_CREDENTIALS } from '../local/aws-json.ts';
import { LOCAL_STACK } from '../local/describe-stack.ts';
import { findRun } from '../local/run-file.ts';

/** The laptop that runs here; `undefined` when there is none. Has the destinations asked first: it costs nothing here. */
export const findLaptop = async (runFile: string): Promise<DoctorPlace | undefined> => {
  const { region, standInsUrl, messagingUrl, databaseUrl, ssmUrl } = (await findRun(runFile)) ?? {};
  if (
    region === undefined ||
    standInsUrl === undefined ||
    messagingUrl === undefined ||
    databaseUrl === undefined ||
    ssmUrl === undefined
  ) {
    return undefined;
  }
  await fetch(`${standInsUrl}/probe`, { method: 'POST' }).catch(() => undefined);
  const local = { standInsUrl, messagingUrl, databaseUrl, ssmUrl, credentials: LOCAL_CREDENTIALS };
  return { region, stackName: LOCAL_STACK, local };
};

/** Everything the doctor needs; what AWS refuses becomes a finding. */
export const openDoctor = async (place: DoctorPlace, policy: Policy, clock: Clock): Promise<Examination> => {
  const { survey, marks, stack } = await connectDoctor(place, clock);
  return {
    policy,
    survey,
    marks,
    clock,
    rules: rulePatterns(policy).map(({ name, pattern }) => ({ name, pattern })),
    secrets: [...new Set(policy.destinations.flatMap(({ settings }) => parametersOf(settings)))],
    ...compact({ places: stack === undefined ? undefined : placesOf(stack) }),
  };
};

/** `undefined` for a stack that lacks what every version of ours has. */
const placesOf = ({ resources, outputs }: NonNullable<DoctorConnection['stack']>): Places | undefined => {
  const [intake, intakeDeadLetters, ruleDeadLetters, deliveryDeadLetters] = QUEUES.map((name) =>
    resources.get(name),
  );
  if (
    intake === undefined ||
    intakeDeadLetters === undefined ||
    ruleDeadLetters === undefined ||
    deliveryDeadLetters === undefined
  ) {
    return undefined;
  }
  return {
    queues: {
      intake,
      intakeDeadLetters,
      ruleDeadLetters,
      deliveryDeadLetters,
      ...compact({
        enrichDeadLetters: resources.get('EnrichDeadLetters'),
        canary: resources.get('CanaryQueue'),
      }),
    },
    topicArns: topicArnsOf(resources, outputs.get('TopicArns')),
    watchRules: [...resources].flatMap(([logicalId, name]) => (isWatchRule(logicalId) ? [name] : [])),
    ...compact({ canaryRoleArn: canaryRoleArn(resources) }),
  };
};

/** As infra/watch.cjs calls them; their alarms are called after them. */
const isWatchRule = (logicalId: string): boolean => /^Watch(?!.*Alarm$)/.test(logicalId);

const QUEUES = ['IntakeQueue', 'IntakeDeadLetters', 'RuleDeadLetters', 'DeliveryDeadLetters'] as const;

const topicArnsOf = (
  resources: ReadonlyMap<string, string>,
  text: string | undefined,
): Places['topicArns'] => {
  const listed = parseJson(text ?? '');
  const own = Object.entries(isObject(listed) ? listed : {}).map(([id, arn]) => [id, String(arn)] as const);
  const builtIn = compact({
    [OPERATOR_DESTINATION]: resources.get('OperatorTopic'),
    [CANARY_DESTINATION]: resources.get('CanaryTopic'),
  });
  return { ...builtIn, ...Object.fromEntries(own) };
};

/** CloudFormation tells a role's name; partition and account stand in the topics' ARNs. */
const canaryRoleArn = (resources: ReadonlyMap<string, string>): string | undefined => {
  const name = resources.get('CanaryRole');
  const topic = parseArn(resources.get('OperatorTopic') ?? '');
  return name === undefined || topic === undefined
    ? undefined
    : `arn:${topic.partition}:iam::${topic.accountId}:role${CANARY_PATH}${name}`;
};
