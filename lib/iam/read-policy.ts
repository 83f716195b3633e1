/** A policy document in whatever form a record holds it: a text, a URL-encoded text, an object. */
import { isObject, type JsonObject, parseJson } from '../kernel/json.ts';
import { fail, ok, type Result } from '../kernel/result.ts';

export type Effect = 'Allow' | 'Deny';

export interface PolicyStatement {
  /** Deny only where it is written exactly so: AWS tells upper from lower case here. */
  readonly effect: Effect;
  /** As written, each form of it; `undefined` when absent. */
  readonly principal: unknown;
  readonly notPrincipal: unknown;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator -> key -> values. A condition that is none has the operator `''`. */
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

/** Lists in lists are no policy of AWS, but who knows what a pipeline makes of one. */
const DEEPEST_LIST = 8;

/**
 * Reads a document; the error is a sentence. Whatever is odd inside it is kept as it is: only what is no policy fails.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const readPolicy = (document: unknown): Result<PolicyDocument, string> => {
  if (typeof document === 'string' && document.trim() === '') return fail('The policy is empty.');
  const value = typeof document === 'string' ? unwrap(document) : document;
  if (typeof value === 'string' || value === undefined) return fail('The policy is not JSON.');
  const statements = statementsIn(value);
  if (statements === undefined) return fail('The document holds no statement.');
  return ok({ statements: statements.map(readStatement) });
};

/** Text -> what it holds; a text in a text, and the URL encoding of `iam:GetRole`, are taken off. */
const unwrap = (text: string): unknown => {
  let value: unknown = text;
  for (let round = 0; round < 4 && typeof value === 'string'; round += 1) {
    const found = parseJson(value.replace(/^\uFEFF/, '')) ?? parseJson(decoded(value));
    if (found === undefined) return value;
    value = found;
  }
  return value;
};

const decoded = (text: string): string => {
  if (!text.includes('%')) return '';
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

const statementsIn = (value: unknown): readonly JsonObject[] | undefined => {
  if (Array.isArray(value)) return objectsIn(value);
  if (!isObject(value)) return undefined;
  const statement = element(value, 'Statement');
  if (statement !== undefined) return objectsIn(statement);
  return element(value, 'Effect') === undefined ? undefined : [value];
};

const objectsIn = (value: unknown): readonly JsonObject[] | undefined => {
  const objects = flatten(value).filter(isObject);
  return objects.length > 0 || (Array.isArray(value) && value.length === 0) ? objects : undefined;
};

const readStatement = (statement: JsonObject): PolicyStatement => ({
  effect: element(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
  principal: element(statement, 'Principal'),
  notPrincipal: element(statement, 'NotPrincipal'),
  actions: textsIn(element(statement, 'Action')),
  notActions: textsIn(element(statement, 'NotAction')),
  resources: textsIn(element(statement, 'Resource')),
  notResources: textsIn(element(statement, 'NotResource')),
  conditions: conditionsIn(element(statement, 'Condition')),
});

const conditionsIn = (value: unknown): readonly PolicyCondition[] =>
  flatten(value).flatMap((block) => {
    if (!isObject(block)) return [NO_CONDITION];
    return Object.entries(block).flatMap(([operator, keys]) =>
      isObject(keys)
        ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsIn(values) }))
        : [NO_CONDITION],
    );
  });

const NO_CONDITION: PolicyCondition = { operator: '', key: '', values: [] };

/** The element of that name; one in another case where there is none (AWS would refuse it). */
const element = (object: JsonObject, name: string): unknown => {
  if (Object.hasOwn(object, name)) return object[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : object[key];
};

/** The texts in a value; numbers and booleans need no quotation marks in a policy. */
const textsIn = (value: unknown): readonly string[] =>
  flatten(value).flatMap((item) => (item === null ? [] : [textOf(item)]));

/** A value as text; an object has no business there, and its content does not matter. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '{…}';
};

/** A value or a list -> a list; lists in lists are taken apart, down to a bounded depth. */
export const flatten = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value.flat(DEEPEST_LIST) as readonly unknown[]) : [value];
};
