/** Reads YAML twice: once with types, once as the texts that were written, so that mistakes can be shown as they stand. */
import { CORE_SCHEMA, FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import { isObject } from '../kernel/json.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import type { ConfigurationProblem, Path } from './configuration-problem.ts';

export interface YamlDocument {
  /** What the text means; keys without a value are left out, as if they were not written. */
  readonly content: unknown;
  /** The same tree with every scalar as its text: `012` stays `012`. */
  readonly written: unknown;
}

/** Parses one YAML document with the types of YAML 1.2: no dates, no merge keys, no octal numbers like `017`. */
export const parseYaml = (text: string): Result<YamlDocument, ConfigurationProblem> => {
  try {
    const content = load(text, { schema: CORE_SCHEMA });
    const written = load(text, { schema: FAILSAFE_SCHEMA });
    return ok({ content: withoutNulls(content), written });
  } catch (error) {
    if (error instanceof YAMLException) return fail(syntaxProblem(error));
    // An alias inside its own anchor makes a tree without an end.
    if (error instanceof RangeError) {
      return fail({
        level: 'error',
        path: '',
        message: 'refers to itself: an alias (*) stands inside its own anchor (&); write the value out',
      });
    }
    throw error;
  }
};

/** The value at a path of either tree; `undefined` when there is none. */
export const valueAt = (tree: unknown, path: Path): unknown =>
  path.reduce<unknown>((here, step) => {
    if (Array.isArray(here)) return typeof step === 'number' ? (here[step] as unknown) : undefined;
    return isObject(here) && Object.hasOwn(here, step) ? here[String(step)] : undefined;
  }, tree);

const syntaxProblem = (error: YAMLException): ConfigurationProblem => {
  const reason = withoutQuotations(error.reason);
  // js-yaml's own message quotes the lines around the mistake, and one of them may hold a secret.
  const mark: unknown = error.mark;
  const line = isObject(mark) && typeof mark.line === 'number' ? `line ${String(mark.line + 1)}` : '';
  return { level: 'error', path: line, message: `is not YAML: ${reason}${hintFor(reason)}` };
};

/** `unidentified alias "hunter2"` would repeat what was written. */
const withoutQuotations = (reason: string): string =>
  reason.replace(/\s*(?:"[^"]*"?|!?<[^>]*>?|'[^']*'?)/g, '').trim();

const HINTS: readonly (readonly [needle: string, hint: string])[] = [
  ['alias', '; a text that begins with * needs quotes'],
  ['tag', '; a text that begins with ! needs quotes'],
  ['duplicated mapping key', '; write each key once'],
  [
    'bad indentation',
    '; indent with spaces, and put quotes around a text that holds ": " or begins with @ or `',
  ],
  ['tab', '; indent with spaces, not with tabs'],
  [
    'end of the stream or a document separator',
    '; indent with spaces, not with tabs, and check the line before',
  ],
  ['single document', '; remove the lines that hold only ---'],
  ['end of the stream within', '; a bracket or a quote is not closed'],
  ['missed comma', '; or a bracket in the line before is not closed'],
];

const hintFor = (reason: string): string => HINTS.find(([needle]) => reason.includes(needle))?.[1] ?? '';

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, withoutNulls(field)]])),
  );
};
