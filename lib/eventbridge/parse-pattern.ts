import { type JsonEntry, type JsonNode, readJson } from './json-node.ts';
import { parseCondition } from './parse-condition.ts';
import type { EventPattern, PatternEntry } from './pattern.ts';
import { type PatternRefusal, pathTo, refusal } from './refusal.ts';
import { fail, ok, readAll, type Result } from './result.ts';

/** Names EventBridge does not allow for a field inside `$or`: they would look like operators. */
const RESERVED_IN_OR: readonly string[] = [
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
];

/**
 * Reads an event pattern from JSON text or from the object that would be sent as JSON.
 *
 * Answers a pattern EventBridge would accept, or the first place at which it would not. Quotas are another
 * question: see `checkPatternLimits`. A repeated key keeps its last list, as AWS does it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @example
 * parsePattern('{"source": ["aws.sts"]}') // { ok: true, value: { text, entries } }
 * parsePattern({ source: 'aws.sts' }) // { ok: false, error: { path: 'source', reason: 'source must be ...' } }
 */
export const parsePattern = (input: unknown): Result<EventPattern, PatternRefusal> => {
  const text = typeof input === 'string' ? input : toJson(input);
  if (text === undefined) return fail(refusal('', 'is nothing that can be written as JSON.'));
  const json = readJson(text);
  if (!json.ok) return fail(refusal('', json.error));
  if (json.value.kind !== 'object') return fail(refusal('', 'must be an object.'));
  const entries = parseEntries(json.value.entries, { path: '', insideOr: false });
  return entries.ok ? ok({ text, entries: entries.value }) : entries;
};

/** `undefined` for what has no JSON: a function, a cycle, a bigint. */
const toJson = (input: unknown): string | undefined => {
  try {
    // The library types promise a text, but JSON.stringify(undefined) is undefined.
    const text: unknown = JSON.stringify(input);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
};

interface Place {
  readonly path: string;
  readonly insideOr: boolean;
}

type Entries = Result<readonly PatternEntry[], PatternRefusal>;

const parseEntries = (entries: readonly JsonEntry[], place: Place): Entries =>
  entries.length === 0
    ? fail(refusal(place.path, 'must not be an empty object.'))
    : readAll(entries, (entry) => parseEntry(entry, place));

const parseEntry = ({ key, value }: JsonEntry, place: Place): Result<PatternEntry, PatternRefusal> => {
  const path = pathTo(place.path, key);
  if (key === '$or') return parseOr(value, path);
  if (place.insideOr && RESERVED_IN_OR.includes(key)) {
    return fail(refusal(path, 'is a reserved word that cannot name a field inside "$or".'));
  }
  if (value.kind === 'array') return parseField(key, value.items, path);
  if (value.kind !== 'object') return fail(refusal(path, 'must be an object or a list.'));
  const entries = parseEntries(value.entries, { ...place, path });
  return entries.ok ? ok({ kind: 'group', name: key, entries: entries.value }) : entries;
};

const parseField = (
  name: string,
  items: readonly JsonNode[],
  path: string,
): Result<PatternEntry, PatternRefusal> => {
  if (items.length === 0) return fail(refusal(path, 'must not be an empty list.'));
  const conditions = readAll(items, (item, index) => parseCondition(item, `${path}[${String(index)}]`));
  return conditions.ok ? ok({ kind: 'field', name, conditions: conditions.value }) : conditions;
};

const parseOr = (node: JsonNode, path: string): Result<PatternEntry, PatternRefusal> => {
  if (node.kind !== 'array' || node.items.length < 2) {
    return fail(refusal(path, 'must be a list of at least two objects.'));
  }
  const branches = readAll(node.items, (branch, index): Entries => {
    const place = { path: `${path}[${String(index)}]`, insideOr: true };
    return branch.kind === 'object'
      ? parseEntries(branch.entries, place)
      : fail(refusal(place.path, 'must be an object.'));
  });
  return branches.ok ? ok({ kind: 'or', branches: branches.value }) : branches;
};
