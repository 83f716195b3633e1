/** Secrets anywhere in the file, also where no secret belongs: in a name, a contact, a key. */
import { isObject } from '../kernel/json.ts';
import { type ConfigurationProblem, type Path, pathText } from './configuration-problem.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { isKnownSecret } from './recognise-secret.ts';

/** `references`: paths where a reference belongs, which are judged with the settings of their destination. */
export const clearSecrets = (
  { written }: YamlDocument,
  references: ReadonlySet<string>,
): readonly ConfigurationProblem[] =>
  secretPaths(written, [])
    .map(pathText)
    .filter((path) => !references.has(path))
    .map((path) => ({
      level: 'error',
      path,
      message: 'holds a secret in clear; remove it, and make a new one, because this one has been in a file',
    }));

const secretPaths = (value: unknown, path: Path): readonly Path[] => {
  if (typeof value === 'string') return isKnownSecret(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretPaths(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(isKnownSecret(key) ? [[...path, key]] : []),
    ...secretPaths(item, [...path, key]),
  ]);
};
