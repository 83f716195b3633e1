/** The doctor: looks at everything that has to be right for the bell to ring, and stops at nothing. */
import type { QueueState, RuleState, StackState, Survey } from '../../history/survey.ts';
import { CANARY_MARK, readCanary } from './canary-state.ts';
import { canaryRule } from './canary-rule.ts';
import type { Examination, Places } from './examination.ts';
import { judgeCanary } from './examine-canary.ts';
import { examineSecrets, judgeProbes } from './examine-destinations.ts';
import { examineClock, examineMarks } from './examine-marks.ts';
import { examineKey, findQueues, judgeDeadLetters, judgeQueuePolicies } from './examine-queues.ts';
import { judgeRegions } from './examine-regions.ts';
import { judgeRoles } from './examine-roles.ts';
import { type Ends, examineRules, examineTargets, type StandingRule } from './examine-rules.ts';
import { examineSubscriptions } from './examine-subscriptions.ts';
import { examineTrails } from './examine-trails.ts';
import { examineWatch } from './examine-watch.ts';
import { DOCTOR_CHECKS, type Finding, findingsOf, orUnknown } from './finding.ts';
import { PROBES_MARK, readProbes } from './probed.ts';

/** Every finding, also the good ones, in the order of `DOCTOR_CHECKS`. Never throws. */
export const examine = async (asked: Examination): Promise<readonly Finding[]> => {
  const { policy, survey, places, secrets } = asked;
  const accountId = await survey.accountId().catch(() => undefined);
  const stack = await examineStack(survey);
  const isBroken = stack.some(({ state }) => state === 'broken');
  const found = [
    ...stack,
    ...(await examineSecrets(survey, secrets)),
    ...(await examineTrails(asked)),
    ...(places === undefined || isBroken ? [] : await examineParts(asked, places, accountId)),
    // Where the table is, only the stack tells.
    ...(places === undefined ? notFound(isBroken) : await examineLife(asked)),
    ...(await examineClock(survey)),
    ...(await orUnknown('role-missing', 'roles', async () =>
      judgeRoles({ policy, roles: await survey.roles(), accountId: accountId ?? (await survey.accountId()) }),
    )),
    ...(await orUnknown('region', 'Regions', async () => judgeRegions(policy, await survey.regions()))),
  ];
  return found.toSorted((one, other) => placeOf(one) - placeOf(other));
};

/** Of a stack that does not exist, that was said already. */
const notFound = (isBroken: boolean): readonly Finding[] =>
  isBroken
    ? []
    : [
        {
          check: 'stack',
          state: 'unknown',
          subject: 'parts of the stack',
          sentence: 'could not be found: rules, queues, topics and signs of life were not looked at',
          mend: 'allow cloudformation:ListStackResources, or name the stack with --stack and --region',
          unanswered: true,
        },
      ];

/** What Rolecall itself has noted: what the destinations answered, signs of life, the canary. */
const examineLife = async ({ policy, marks, clock }: Examination): Promise<readonly Finding[]> => [
  ...(await orUnknown('destination', 'destinations', async () =>
    judgeProbes(policy, readProbes(await marks.read(PROBES_MARK)), clock),
  )),
  ...(await examineMarks({ marks, clock })),
  ...(await orUnknown('canary', 'canary', async () => [
    judgeCanary(policy, readCanary(await marks.read(CANARY_MARK)), clock),
  ])),
];

const placeOf = ({ check }: Finding): number => DOCTOR_CHECKS.indexOf(check);

const examineStack = async ({ stack }: Survey): Promise<readonly Finding[]> =>
  stack === undefined ? [] : orUnknown('stack', 'stack', async () => [judgeStack(await stack())]);

export const judgeStack = ({ exists, status = '' }: StackState): Finding => {
  const { ok, broken } = findingsOf('stack');
  if (!exists) {
    return broken({
      subject: 'stack',
      sentence: 'does not exist',
      mend: 'deploy it',
      command: 'npx serverless deploy',
    });
  }
  return /^(?:CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status)
    ? ok('stack', `stands (${status})`)
    : broken({
        subject: 'stack',
        sentence: `is in state ${status}`,
        mend: 'wait, or look at its events in CloudFormation, and deploy again',
      });
};

/** What only a stack has: rules, queues, key, topics. */
const examineParts = async (
  { policy, survey, rules }: Examination,
  places: Places,
  accountId: string | undefined,
): Promise<readonly Finding[]> => {
  const remembered = withRememberedRules(survey);
  const own = canaryRule(places.canaryRoleArn);
  const expected = await examineRules({ policy, survey: remembered, rules });
  const canary =
    own === undefined
      ? NOTHING
      : await examineRules({
          policy: { ...policy, regions: [policy.homeRegion] },
          survey: remembered,
          rules: [own],
        });
  const standing = [...expected.standing, ...canary.standing];
  const { found, findings } = await findQueues(survey, places);
  const ends = endsOf(policy.homeRegion, found);
  return [
    ...expected.findings,
    ...canary.findings.filter(
      ({ state, subject }) => state === 'broken' || !isToldAlready(expected.findings, subject),
    ),
    ...(await examineWatch(remembered, policy.homeRegion, places)),
    ...findings,
    ...(ends === undefined ? [] : await examineTargets({ survey }, standing, ends)),
    ...judgeQueuePolicies(
      found,
      standing.filter(({ region }) => region === policy.homeRegion),
    ),
    ...(await examineKey(survey, found, accountId)),
    ...judgeDeadLetters(found),
    ...(await examineSubscriptions({ policy, survey }, places)),
  ];
};

const NOTHING: { readonly findings: readonly Finding[]; readonly standing: readonly StandingRule[] } = {
  findings: [],
  standing: [],
};

/** That the rules of the home Region are in order, or that nobody may ask for them, is said once. */
const isToldAlready = (findings: readonly Finding[], subject: string): boolean =>
  findings.some((finding) => finding.subject === subject);

const endsOf = (
  homeRegion: string,
  { intake, ruleDeadLetters }: { readonly intake?: QueueState; readonly ruleDeadLetters?: QueueState },
): Ends | undefined =>
  intake === undefined || ruleDeadLetters === undefined
    ? undefined
    : { homeRegion, intakeArn: intake.arn, ruleDeadLettersArn: ruleDeadLetters.arn };

/** Lists the rules of a Region once. */
const withRememberedRules = (survey: Survey): Survey => {
  const listed = new Map<string, Promise<readonly RuleState[]>>();
  return {
    ...survey,
    rules: (region) => {
      const asking = listed.get(region) ?? survey.rules(region);
      listed.set(region, asking);
      return asking;
    },
  };
};
