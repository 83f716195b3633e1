/** Turns what zod found into sentences with a path, a value and a way to mend it. */
import * as z from 'zod/mini';
import { isObject } from '../kernel/json.ts';
import type { ConfigurationProblem, Path } from './configuration-problem.ts';
import { pathText } from './configuration-problem.ts';
import { nearestWord } from './nearest-word.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { valueAt } from './parse-yaml.ts';
import { shownValue } from './shown-value.ts';

/** What zod tells about one mistake, as far as it is used here. */
interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly expected?: string;
}

export interface ShapeCheck {
  readonly schema: z.ZodMiniType;
  /** Where the checked part stands in the file. */
  readonly at: Path;
  readonly document: YamlDocument;
  /** Keys of the checked part itself that somebody else judges. */
  readonly besides?: readonly string[];
}

/** Everything in which a part of the file differs from its schema. */
export const shapeProblems = (part: unknown, check: ShapeCheck): readonly ConfigurationProblem[] => {
  const parsed = z.safeParse(check.schema, part);
  if (parsed.success) return [];
  const seen = new Set<string>();
  return parsed.error.issues
    .flatMap((issue: Issue) => (issue.keys ? unknownKeys(issue, check) : [wrongValue(issue, check)]))
    .filter(({ path }) => !seen.has(path) && seen.add(path));
};

const wrongValue = (issue: Issue, { at, document }: ShapeCheck): ConfigurationProblem => {
  const path = [...at, ...stepsOf(issue.path)];
  const value = shownValue(document, path);
  return {
    level: 'error',
    path: pathText(path),
    ...(value === undefined ? {} : { value }),
    message: `${wordsOf(issue, valueAt(document.content, path))}${quotesHint(issue, document, path)}`,
  };
};

/** Channels word their own advice, as sentences; where they leave it to zod, `zod/mini` has no English. */
const wordsOf = ({ message, code, expected }: Issue, value: unknown): string => {
  if (/^is /.test(message)) return message;
  if (message !== 'Invalid input') {
    return `is ${value === undefined ? 'missing' : 'not right'}; ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  }
  if (value === undefined) return 'is missing';
  if (code === 'invalid_type' && expected !== undefined)
    return `is not a ${TYPE_NAMES[expected] ?? expected}`;
  return 'is not allowed here';
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'mapping',
  array: 'list',
  boolean: 'true or false',
  int: 'whole number',
};

/** YAML's own traps: `id: 012345678901` is a number without its zero, `id: no` may be a boolean elsewhere. */
const quotesHint = (issue: Issue, { content, written }: YamlDocument, path: Path): string => {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return '';
  const value = valueAt(content, path);
  const text = valueAt(written, path);
  if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const loss =
      typeof text === 'string' && /^0\d/.test(text) ? ', without them its leading zero is lost' : '';
    return ` (YAML reads this as a ${typeof value}: put quotes around it${loss})`;
  }
  const unquoted = typeof value === 'string' && /^(?:\d+|true|false)$/.test(value);
  return unquoted && !NEVER_BARE.has(issue.expected ?? '')
    ? ' (YAML reads this as a text: leave the quotes away)'
    : '';
};

/** Without quotes it would be none of these either. */
const NEVER_BARE: ReadonlySet<string> = new Set(['string', 'array', 'object']);

const unknownKeys = (issue: Issue, check: ShapeCheck): readonly ConfigurationProblem[] => {
  const steps = stepsOf(issue.path);
  const known = [...keysAt(check.schema, steps), ...(steps.length === 0 ? (check.besides ?? []) : [])];
  return (issue.keys ?? []).map((key) => {
    const meant = nearestWord(key, known);
    return {
      level: 'error',
      path: pathText([...check.at, ...steps, key]),
      message: `is not known here; ${meant ? `did you mean ${meant}?` : `known are ${known.join(', ')}`}`,
    };
  });
};

const stepsOf = (path: readonly PropertyKey[]): Path =>
  path.map((step) => (typeof step === 'number' ? step : String(step)));

/** The keys of the mapping that a schema has at a path; for a choice of mappings those of all of them. */
const keysAt = (schema: unknown, path: Path): readonly string[] => {
  const definition = isObject(schema) && isObject(schema.def) ? schema.def : undefined;
  if (!definition) return [];
  if (definition.innerType) return keysAt(definition.innerType, path);
  if (Array.isArray(definition.options)) {
    return [...new Set(definition.options.flatMap((option: unknown) => keysAt(option, path)))];
  }
  if (definition.element) return keysAt(definition.element, path.slice(1));
  if (!isObject(definition.shape)) return [];
  const [step, ...rest] = path;
  return step === undefined ? Object.keys(definition.shape) : keysAt(definition.shape[String(step)], rest);
};
