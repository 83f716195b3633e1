/** Do our rules stand in every Region, listening to all management events, and do they reach the intake queue? */
import type { RuleState, RuleTarget } from '../../history/survey.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { parseArn } from '../../kernel/arn.ts';
import { parseJson } from '../../kernel/json.ts';
import type { Examination, ExpectedRule } from './examination.ts';
import { type Finding, findingsOf, orUnknown, shellWord } from './finding.ts';

/** The only state in which a rule sees read-only calls such as AssumeRole. */
export const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

type Asked = Pick<Examination, 'policy' | 'survey'> & { readonly rules: readonly ExpectedRule[] };

export interface StandingRule {
  readonly region: string;
  readonly name: string;
  readonly rule: RuleState;
}

export interface ExaminedRules {
  readonly findings: readonly Finding[];
  /** Those that listen as they should: whether they reach anything is another question. */
  readonly standing: readonly StandingRule[];
}

/** A collector in another Region forwards with the very patterns of the home Region, but for those of partners. */
export const examineRules = async ({ policy, survey, rules }: Asked): Promise<ExaminedRules> => {
  const findings: Finding[] = [];
  const standing: StandingRule[] = [];
  for (const region of policy.regions) {
    const subject = `rules in ${region}`;
    findings.push(
      ...(await orUnknown('rule', subject, async () => {
        const here = region === policy.homeRegion ? rules : rules.filter(({ name }) => !isOfPartners(name));
        const judged = judgeRules(region, here, await survey.rules(region));
        standing.push(...judged.standing);
        return region === policy.homeRegion ? judged.findings : judged.findings.map(inCollector(region));
      })),
    );
  }
  return { findings, standing };
};

/** Elsewhere another stack is deployed again. */
const inCollector =
  (region: string) =>
  (finding: Finding): Finding =>
    finding.command === DEPLOY
      ? {
          ...finding,
          command: `cd infra/collector && ${DEPLOY} --region ${shellWord(region)} --param home-account=ACCOUNT`,
        }
      : finding;

const DEPLOY = 'npx serverless deploy';

/** What partners forward comes from their accounts, not from other Regions of ours. */
const isOfPartners = (name: string): boolean => name.startsWith('PartnerCopies');

const { ok, broken } = findingsOf('rule');

export const judgeRules = (
  region: string,
  expected: readonly ExpectedRule[],
  found: readonly RuleState[],
): ExaminedRules => {
  const byPattern = rulesByPattern(found);
  const judged = expected.map((wanted) => {
    const same = byPattern.get(canonicalJson(wanted.pattern)) ?? [];
    const rule = same.find(({ state }) => state === LONG_STATE) ?? same[0];
    return { wanted, rule };
  });
  const wrong = judged.flatMap(({ wanted, rule }) => faultOf(region, wanted, rule) ?? []);
  return {
    findings:
      wrong.length > 0
        ? wrong
        : [
            ok(
              `rules in ${region}`,
              `all ${String(expected.length)} stand as rolecall.yml wants them and listen to all management events`,
            ),
          ],
    standing: judged.flatMap(({ wanted, rule }) =>
      rule?.state === LONG_STATE ? [{ region, name: wanted.name, rule }] : [],
    ),
  };
};

const rulesByPattern = (found: readonly RuleState[]): ReadonlyMap<string, readonly RuleState[]> => {
  const map = new Map<string, RuleState[]>();
  for (const rule of found) {
    if (rule.pattern === undefined) continue;
    const key = canonicalJson(parseJson(rule.pattern) ?? rule.pattern);
    map.set(key, [...(map.get(key) ?? []), rule]);
  }
  return map;
};

const faultOf = (region: string, wanted: ExpectedRule, rule: RuleState | undefined): Finding | undefined => {
  const subject = `rule ${wanted.name} in ${region}`;
  if (rule === undefined) {
    return broken({
      subject,
      sentence: 'does not stand as rolecall.yml wants it: what it should hear is not heard',
      mend: 'deploy again; where it was deleted or changed by hand CloudFormation sees nothing to do, so put it back by hand or remove the stack’s rule and deploy twice',
      command: DEPLOY,
    });
  }
  if (rule.state === LONG_STATE) return undefined;
  return broken({
    subject,
    sentence:
      rule.state === 'DISABLED'
        ? 'is switched off: what it should hear is not heard'
        : `is in state ${rule.state}, in which it misses AssumeRole`,
    mend: 'put it into the long state; EnableRule cannot',
    command: `aws events put-rule --region ${shellWord(region)} --name ${shellWord(rule.name)} --state ${LONG_STATE} --event-pattern ${shellWord(rule.pattern ?? '{}')}`,
  });
};

export interface Ends {
  readonly homeRegion: string;
  readonly intakeArn: string;
  readonly ruleDeadLettersArn: string;
}

/** Where the rules that stand hand their events over. */
export const examineTargets = async (
  { survey }: Pick<Examination, 'survey'>,
  standing: readonly StandingRule[],
  ends: Ends,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const { region, name, rule } of standing) {
    const subject = `target of ${name} in ${region}`;
    const look = async () => [
      judgeTargets({ subject, region, targets: await survey.targetsOf(region, rule.name), ends }),
    ];
    found.push(...(await orUnknown('target', subject, look)));
  }
  const wrong = found.filter(({ state }) => state !== 'ok');
  return wrong.length > 0 || found.length === 0
    ? wrong
    : [
        findingsOf('target').ok(
          'targets of the rules',
          `all ${String(found.length)} hand the whole event over and keep what cannot be handed over`,
        ),
      ];
};

interface JudgedTargets {
  readonly subject: string;
  readonly region: string;
  readonly targets: readonly RuleTarget[];
  readonly ends: Ends;
}

/** At home the intake queue, elsewhere a bus of the home Region: events take one such step and no second. */
export const judgeTargets = ({ subject, region, targets, ends }: JudgedTargets): Finding => {
  const { ok: fine, broken: faulty, warning } = findingsOf('target');
  const atHome = region === ends.homeRegion;
  const right = targets.find(({ arn }) => (atHome ? arn === ends.intakeArn : isBusOf(arn, ends.homeRegion)));
  const mend = 'deploy again';
  if (right === undefined) {
    const wanted = atHome ? 'the intake queue' : `a bus in ${ends.homeRegion}`;
    return faulty({ subject, sentence: `does not hand over to ${wanted}`, mend });
  }
  if (right.changesEvent) {
    return faulty({ subject, sentence: 'passes on something else than the event', mend });
  }
  if (right.deadLetterArn === undefined) {
    return warning({ subject, sentence: 'keeps nothing of what cannot be handed over', mend });
  }
  return atHome && right.deadLetterArn !== ends.ruleDeadLettersArn
    ? warning({ subject, sentence: 'keeps what cannot be handed over where nobody looks', mend })
    : fine(subject, 'hands the whole event over');
};

const isBusOf = (arn: string, region: string): boolean => {
  const parsed = parseArn(arn);
  return parsed?.service === 'events' && parsed.region === region && parsed.resource.startsWith('event-bus/');
};
