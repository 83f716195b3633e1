import { at, textAt } from '../kernel/json.ts';
import { AWS_REGIONS, GLOBAL_REGION } from './aws-regions.ts';
import type { ConfigurationProblem } from './configuration-problem.ts';
import type { YamlDocument } from './parse-yaml.ts';

const BLIND =
  `calls to the global endpoint sts.amazonaws.com, changes in IAM and sign-ins of root are recorded in ${GLOBAL_REGION} ` +
  'and nowhere else';

/**
 * A home Region that never sees the global endpoint must be a decision, not an oversight.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const regionProblems = ({ content }: YamlDocument): readonly ConfigurationProblem[] => {
  const region = textAt(content, 'homeRegion');
  if (region === undefined || region === GLOBAL_REGION) return [];
  if (!AWS_REGIONS.some(({ name }) => name === region)) return [];
  const accepted = at(content, 'acceptBlindRegions') === true;
  return [
    accepted
      ? { level: 'warning', path: 'homeRegion', value: region, message: `does not see everything: ${BLIND}` }
      : {
          level: 'error',
          path: 'homeRegion',
          value: region,
          message: `would not see everything: ${BLIND}; write ${GLOBAL_REGION}, or add "acceptBlindRegions: true"`,
        },
  ];
};
