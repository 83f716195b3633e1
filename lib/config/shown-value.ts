import type { Path } from './configuration-problem.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { valueAt } from './parse-yaml.ts';
import { mayBeSecret } from './recognise-secret.ts';

const LONGEST = 80;

/**
 * What stands at a path, as it was written, for a problem's text; `undefined` when there is nothing or when it must
 * not be repeated. Settings of destinations are never repeated: any of them may hold a secret in the wrong place.
 */
export const shownValue = ({ content, written }: YamlDocument, path: Path): string | undefined => {
  if (isSetting(path) || valueAt(content, path) === undefined) return undefined;
  const value = valueAt(written, path);
  if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : 'a mapping';
  if (value === '') return "''";
  return mayBeSecret(value) ? undefined : printable(value);
};

const isSetting = ([top, , key]: Path): boolean =>
  top === 'destinations' && key !== undefined && key !== 'id' && key !== 'channel';

const printable = (text: string): string => {
  const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
};
