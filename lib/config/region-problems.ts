import { at, listAt, textAt } from '../kernel/json.ts';
import { COMMON_PARTITION, globalRegionOf, partitionOfRegion } from './aws-regions.ts';
import type { ConfigurationProblem } from './configuration-problem.ts';
import type { YamlDocument } from './parse-yaml.ts';

/** Only the common partition has a global endpoint of STS. */
const blindTo = (partition: string): string => {
  const calls = partition === COMMON_PARTITION ? 'calls to the global endpoint sts.amazonaws.com, ' : '';
  return `${calls}changes in IAM and sign-ins of root are recorded in ${globalRegionOf(partition)} and nowhere else`;
};

/**
 * A home Region that never sees the global endpoint must be a decision, not an oversight.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const regionProblems = ({ content }: YamlDocument): readonly ConfigurationProblem[] => {
  const region = textAt(content, 'homeRegion');
  const partition = partitionOfRegion(region ?? '');
  if (region === undefined || partition === undefined) return [];
  const global = globalRegionOf(partition);
  if (region === global || listAt(content, 'regions').includes(global)) return [];
  const blind = blindTo(partition);
  const accepted = at(content, 'acceptBlindRegions') === true;
  return [
    accepted
      ? { level: 'warning', path: 'homeRegion', value: region, message: `does not see everything: ${blind}` }
      : {
          level: 'error',
          path: 'homeRegion',
          value: region,
          message: `would not see everything: ${blind}; write ${global}, list it under regions, or add "acceptBlindRegions: true"`,
        },
  ];
};
