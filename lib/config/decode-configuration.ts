/** From the text of `rolecall.yml` to a policy, or to everything that is wrong with it. */
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../kernel/result.ts';
import type { Policy } from '../policy/policy.ts';
import { audienceProblems } from './audience-problems.ts';
import { clearSecrets } from './clear-secrets.ts';
import type { ConfigurationProblem } from './configuration-problem.ts';
import { configurationSchema } from './configuration-schema.ts';
import { destinationProblems, referencePaths, type SecretRules } from './destination-problems.ts';
import { expectationProblems } from './expectation-problems.ts';
import { rulePatterns, RULE_LIMIT } from './event-patterns.ts';
import { normalisePolicy } from './normalise-policy.ts';
import { parseYaml, type YamlDocument } from './parse-yaml.ts';
import { partitionProblems } from './partition-problems.ts';
import { referenceProblems } from './reference-problems.ts';
import { regionProblems } from './region-problems.ts';
import { roleProblems } from './role-problems.ts';
import { shapeProblems } from './shape-problems.ts';
import { sharedSlackChannels } from './shared-slack-channels.ts';

export interface DecodedConfiguration {
  readonly policy: Policy;
  /** All of level `warning`. */
  readonly warnings: readonly ConfigurationProblem[];
}

/**
 * Decodes the text of `rolecall.yml`. Fails with every mistake at once (and the warnings among them), each with its
 * path and how to mend it; only a text that is no YAML fails with one. No problem repeats a secret.
 */
export const decodeConfiguration = (
  yamlText: string,
  rules: SecretRules,
): Result<DecodedConfiguration, readonly ConfigurationProblem[]> => {
  const document = parseYaml(yamlText);
  if (!document.ok) return fail([document.error]);
  const problems = problemsOf(document.value, rules);
  const parsed = z.safeParse(configurationSchema, document.value.content);
  if (!parsed.success || problems.some(isError)) return fail(problems);
  const policy = normalisePolicy(parsed.data);
  const tooMany = ruleProblems(policy);
  return tooMany.length > 0 ? fail([...problems, ...tooMany]) : ok({ policy, warnings: problems });
};

const isError = ({ level }: ConfigurationProblem): boolean => level === 'error';

const problemsOf = (document: YamlDocument, rules: SecretRules): readonly ConfigurationProblem[] => {
  if (document.content === undefined || document.content === null) return [EMPTY];
  const secrets = clearSecrets(document, referencePaths(document));
  const secretPaths = new Set(secrets.map(({ path }) => path));
  const others = [
    ...shapeProblems(document.content, { schema: configurationSchema, at: [], document }),
    ...regionProblems(document),
    ...referenceProblems(document),
    ...roleProblems(document),
    ...partitionProblems(document),
    ...expectationProblems(document),
    ...audienceProblems(document),
    ...destinationProblems(document, rules),
    ...sharedSlackChannels(document),
  ];
  return [...secrets, ...others.filter(({ path }) => !secretPaths.has(path))];
};

const EMPTY: ConfigurationProblem = {
  level: 'error',
  path: '',
  message: 'is empty; begin with the example rolecall.yml that comes with Rolecall',
};

const ruleProblems = (policy: Policy): readonly ConfigurationProblem[] => {
  const { length } = rulePatterns(policy);
  return length <= RULE_LIMIT
    ? []
    : [
        {
          level: 'error',
          path: 'roles',
          message:
            `need ${String(length)} rules, and an event bus takes ${String(RULE_LIMIT)}; ` +
            'designate several roles with one pattern, e.g. role/prod-*',
        },
      ];
};
