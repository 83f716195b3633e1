/** Do the second, independent rules stand, and do they tell the operator straight away? */
import { OPERATOR_DESTINATION } from '../../delivery/operator.ts';
import type { RuleState, Survey } from '../../history/survey.ts';
import type { Places } from './examination.ts';
import { LONG_STATE } from './examine-rules.ts';
import { type Finding, findingsOf, orUnknown } from './finding.ts';

/** They are known by their names: their patterns name what only the stack knows. */
export const examineWatch = async (
  survey: Survey,
  homeRegion: string,
  { watchRules = [], topicArns }: Places,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const name of watchRules) {
    found.push(
      ...(await orUnknown('rule', subjectOf(name), async () => {
        const rule = (await survey.rules(homeRegion)).find((each) => each.name === name);
        const fault = faultOf(name, rule);
        return fault === undefined
          ? judgeTarget(name, await survey.targetsOf(homeRegion, name), topicArns[OPERATOR_DESTINATION])
          : [fault];
      })),
    );
  }
  const wrong = found.filter(({ state }) => state !== 'ok');
  return wrong.length > 0 || found.length === 0
    ? wrong
    : [
        findingsOf('rule').ok(
          'rules that watch over Rolecall itself',
          `all ${String(found.length)} tell the operator straight away`,
        ),
      ];
};

const subjectOf = (name: string): string => `rule ${name}`;

const MEND = 'deploy again; CloudFormation does not notice what was changed by hand';

const faultOf = (name: string, rule: RuleState | undefined): Finding | undefined => {
  const { broken } = findingsOf('rule');
  const subject = subjectOf(name);
  if (rule === undefined) {
    return broken({
      subject,
      sentence: 'does not exist: attempts to blind Rolecall may stay untold',
      mend: MEND,
    });
  }
  return rule.state === LONG_STATE
    ? undefined
    : broken({
        subject,
        sentence: `is in state ${rule.state}: attempts to blind Rolecall may stay untold`,
        mend: `put it into the state ${LONG_STATE}; EnableRule cannot`,
      });
};

const judgeTarget = (
  name: string,
  targets: readonly { readonly arn: string }[],
  operatorTopic: string | undefined,
): readonly Finding[] => {
  const { ok, broken } = findingsOf('rule');
  const subject = subjectOf(name);
  return operatorTopic === undefined || targets.some(({ arn }) => arn === operatorTopic)
    ? [ok(subject, 'tells the operator straight away')]
    : [broken({ subject, sentence: 'does not reach the operator’s topic', mend: MEND })];
};
