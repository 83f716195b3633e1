/** Rules of the default bus and where they hand events over, Region by Region. */
import {
  type EventBridgeClient,
  ListRulesCommand,
  type ListRulesCommandOutput,
  ListTargetsByRuleCommand,
  type ListTargetsByRuleCommandOutput,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { RuleState, RuleTarget, Survey } from '../history/survey.ts';
import { askSurvey } from './ask-survey.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const surveyRules = (
  clientFor: (region: string) => EventBridgeClient,
): Pick<Survey, 'rules' | 'targetsOf'> => ({
  rules: (region) =>
    askSurvey('events:ListRules', async () => {
      const rules: RuleState[] = [];
      let token: string | undefined;
      do {
        const page: ListRulesCommandOutput = await clientFor(region).send(
          new ListRulesCommand({ NextToken: token }),
        );
        rules.push(...(page.Rules ?? []).map(ruleState));
        token = page.NextToken;
      } while (token !== undefined);
      return rules;
    }),

  targetsOf: (region, ruleName) =>
    askSurvey('events:ListTargetsByRule', async () => {
      const targets: RuleTarget[] = [];
      let token: string | undefined;
      do {
        const page: ListTargetsByRuleCommandOutput = await clientFor(region).send(
          new ListTargetsByRuleCommand({ Rule: ruleName, NextToken: token }),
        );
        targets.push(...(page.Targets ?? []).map(ruleTarget));
        token = page.NextToken;
      } while (token !== undefined);
      return targets;
    }),
});

const ruleState = ({ Name, Arn, State, EventPattern }: Rule): RuleState => ({
  name: Name ?? '',
  arn: Arn ?? '',
  state: State ?? 'UNKNOWN',
  ...(EventPattern ? { pattern: EventPattern } : {}),
});

const ruleTarget = ({ Arn, DeadLetterConfig, Input, InputPath, InputTransformer }: Target): RuleTarget => ({
  arn: Arn ?? '',
  changesEvent: [Input, InputPath, InputTransformer].some((change) => change !== undefined),
  ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
});
