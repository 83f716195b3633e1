/** Do the queues let our rules in, does their key, and is there nothing in the dead letters? */
import type { QueueState, Survey } from '../../history/survey.ts';
import { readPolicy } from '../../iam/read-policy.ts';
import type { Places } from './examination.ts';
import type { StandingRule } from './examine-rules.ts';
import { type Finding, findingsOf, orUnknown, someOf } from './finding.ts';
import { letsService, type ServiceCall } from './lets-service.ts';

type QueueName = keyof Places['queues'];

export type FoundQueues = Readonly<Partial<Record<QueueName, QueueState>>>;

/** What the queues say of themselves; a queue that could not be asked is a finding of its dead letters or its policy. */
export const findQueues = async (
  survey: Survey,
  { queues }: Places,
): Promise<{ readonly found: FoundQueues; readonly findings: readonly Finding[] }> => {
  const found: Partial<Record<QueueName, QueueState>> = {};
  const findings: Finding[] = [];
  for (const name of QUEUE_NAMES) {
    const url = queues[name];
    if (url === undefined) continue;
    findings.push(
      ...(await orUnknown('queue-policy', QUEUE_WORDS[name], async () => {
        const state = await survey.queue(url);
        if (state === undefined) return [noQueue(name)];
        found[name] = state;
        return [];
      })),
    );
  }
  return { found, findings };
};

const QUEUE_NAMES = [
  'intake',
  'intakeDeadLetters',
  'ruleDeadLetters',
  'deliveryDeadLetters',
  'enrichDeadLetters',
  'canary',
] as const satisfies readonly QueueName[];

const QUEUE_WORDS: Readonly<Record<QueueName, string>> = {
  intake: 'intake queue',
  intakeDeadLetters: 'dead letters of the intake',
  ruleDeadLetters: 'dead letters of the rules',
  deliveryDeadLetters: 'dead letters of the deliveries',
  enrichDeadLetters: 'dead letters of the later looks',
  canary: 'queue of the canary',
};

const noQueue = (name: QueueName): Finding =>
  findingsOf('queue-policy').broken({
    subject: QUEUE_WORDS[name],
    sentence: 'does not exist',
    mend: 'deploy again; a queue that was deleted by hand comes back only with a new stack or under another logical id',
    command: 'npx serverless deploy',
  });

/** Those of the home Region: elsewhere a rule hands over to a bus. */
export const judgeQueuePolicies = (
  { intake, ruleDeadLetters }: FoundQueues,
  rules: readonly StandingRule[],
): readonly Finding[] => [
  ...(intake === undefined ? [] : [judgeQueuePolicy('intake', intake, rules)]),
  ...(ruleDeadLetters === undefined ? [] : [judgeQueuePolicy('ruleDeadLetters', ruleDeadLetters, rules)]),
];

const judgeQueuePolicy = (
  name: QueueName,
  { policy }: QueueState,
  rules: readonly StandingRule[],
): Finding => {
  const { ok, broken } = findingsOf('queue-policy');
  const subject = `policy of the ${QUEUE_WORDS[name]}`;
  const read = readPolicy(policy ?? '');
  const shutOut = rules.filter(({ rule }) => !(read.ok && letsService(read.value, sendBy(rule.arn))));
  return shutOut.length === 0
    ? ok(subject, 'lets every one of our rules in')
    : broken({
        subject,
        sentence: `does not let in ${someOf(shutOut.map((each) => each.name))}: what they hear is lost`,
        mend: 'put the queue’s policy back as the stack made it: deploy once with another rule in rolecall.yml, or by hand',
      });
};

const sendBy = (ruleArn: string): ServiceCall => ({
  service: 'events.amazonaws.com',
  action: 'sqs:SendMessage',
  context: { 'aws:sourcearn': ruleArn },
});

/** The one key of the queues and topics. */
export const examineKey = async (
  survey: Survey,
  { intake }: FoundQueues,
  accountId: string | undefined,
): Promise<readonly Finding[]> => {
  const keyId = intake?.keyId;
  if (intake === undefined) return [];
  const { ok, warning } = findingsOf('key-policy');
  const subject = 'key of the queues and topics';
  if (keyId === undefined || keyId === '') {
    return [
      warning({
        subject,
        sentence: 'the intake queue is not encrypted with a key of ours',
        mend: 'deploy again',
      }),
    ];
  }
  return orUnknown('key-policy', subject, async () => {
    const faults = faultsOfKey(await survey.keyPolicy(keyId), accountId);
    return faults.length > 0
      ? faults.map((sentence) => keyFault(subject, sentence))
      : [ok(subject, 'lets EventBridge, CloudWatch and SNS in')];
  });
};

const keyFault = (subject: string, sentence: string): Finding =>
  findingsOf('key-policy').broken({
    subject,
    sentence,
    mend: 'put the policy of the key back as infra/storage.yml has it',
    command: 'aws kms put-key-policy --key-id KEY --policy-name default --policy file://policy.json',
  });

/**
 * EventBridge tells KMS neither account nor rule: a condition on them shuts it out.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-sqs-encrypted
 */
const faultsOfKey = (text: string, accountId: string | undefined): readonly string[] => {
  const read = readPolicy(text);
  if (!read.ok) return ['its policy cannot be read'];
  const lets = (service: string, context: ServiceCall['context']): boolean =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) =>
      letsService(read.value, { service, action, context }),
    );
  const ours = accountId === undefined ? {} : { 'aws:sourceaccount': accountId };
  return [
    ...(lets('events.amazonaws.com', {})
      ? []
      : ['does not let EventBridge in (without any condition): every event is lost']),
    ...(lets('sns.amazonaws.com', ours)
      ? []
      : ['does not let SNS in: nothing arrives in the canary’s queue']),
    ...(lets('cloudwatch.amazonaws.com', ours) ? [] : ['does not let CloudWatch in: alarms tell nobody']),
  ];
};

/** One letter is enough: somebody may not have been told. */
export const judgeDeadLetters = (found: FoundQueues): readonly Finding[] => {
  const { ok, broken } = findingsOf('dead-letters');
  const letters = LETTER_QUEUES.flatMap((name) => {
    const state = found[name];
    return state === undefined ? [] : [{ name, waiting: state.waiting }];
  });
  const full = letters.filter(({ waiting }) => waiting > 0);
  if (full.length === 0) return letters.length === 0 ? [] : [ok('dead letters', 'there are none')];
  return full.map(({ name, waiting }) =>
    broken({
      subject: QUEUE_WORDS[name],
      sentence: `hold ${String(waiting)} ${waiting === 1 ? 'message' : 'messages'}`,
      mend: LETTER_MENDS[name],
    }),
  );
};

const LETTER_QUEUES = [
  'intakeDeadLetters',
  'ruleDeadLetters',
  'deliveryDeadLetters',
  'enrichDeadLetters',
] as const;

const LETTER_MENDS: Readonly<Record<(typeof LETTER_QUEUES)[number], string>> = {
  intakeDeadLetters: 'mend the cause, which record’s log names; the sweep takes them up every half hour',
  ruleDeadLetters: 'read ERROR_CODE in the message attributes; the sweep takes them up every half hour',
  deliveryDeadLetters: 'read deliver’s log; nothing is lost, and the sweep throws them away',
  enrichDeadLetters: 'read enrich’s log; everybody was told, but perhaps without a name that AWS knows',
};
