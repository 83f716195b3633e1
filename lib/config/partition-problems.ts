/**
 * One stack lives in one partition of AWS: there is no way for an event from one to another, so everything in a
 * configuration has to belong to the same.
 */
import { isObject, listAt, textAt } from '../kernel/json.ts';
import { COMMON_PARTITION, partitionOfRegion } from './aws-regions.ts';
import { type ConfigurationProblem, pathText } from './configuration-problem.ts';
import { partsOf } from './listed-parts.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { parseRolePattern } from './role-pattern.ts';
import { shownValue } from './shown-value.ts';

/** The partition of the home Region where one is given, else of the first role, else the common one. */
export const partitionOfConfiguration = (content: unknown): string =>
  partitionOfRegion(textAt(content, 'homeRegion') ?? '') ??
  listAt(content, 'roles')
    .map((role) => partitionOfRole(isObject(role) ? textAt(role, 'arn') : undefined))
    .find((partition) => partition !== undefined) ??
  COMMON_PARTITION;

const partitionOfRole = (arn: string | undefined): string | undefined => {
  const pattern = parseRolePattern(arn ?? '');
  return pattern.ok ? pattern.value.partition : undefined;
};

/** Roles of another partition than the rest. */
export const partitionProblems = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const { content } = document;
  const own = partitionOfConfiguration(content);
  const because = textAt(content, 'homeRegion') === undefined ? 'the first role' : 'the home Region';
  return partsOf(content, 'roles').flatMap(({ index, entry }) => {
    const partition = partitionOfRole(textAt(entry, 'arn'));
    const value = shownValue(document, ['roles', index, 'arn']);
    if (partition === undefined || partition === own) return [];
    return [
      {
        level: 'error',
        path: pathText(['roles', index, 'arn']),
        ...(value === undefined ? {} : { value }),
        message:
          `is a role of the partition ${partition}, and ${because} is in ${own}; one stack hears one partition, ` +
          'so write a configuration for each of them',
      },
    ];
  });
};
