/** Where two values differ, in words a person can look up: `access.caller.label`. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { isObject } from '../kernel/json.ts';

/** Enough to know what was touched. */
const MOST = 5;

export const differingPaths = (one: unknown, other: unknown): readonly string[] =>
  walk(one, other, '').slice(0, MOST);

const walk = (one: unknown, other: unknown, path: string): readonly string[] => {
  if (canonicalJson(one ?? null) === canonicalJson(other ?? null)) return [];
  const [left, right] = [fieldsOf(one), fieldsOf(other)];
  if (left === undefined || right === undefined || Array.isArray(one) !== Array.isArray(other)) return [path];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names.flatMap((name) =>
    walk(own(left, name), own(right, name), path === '' ? name : `${path}.${name}`),
  );
};

/** Lists by position, so that one changed entry is named alone. */
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (Array.isArray(value)) return Object.fromEntries(value.map((entry, index) => [String(index), entry]));
  return isObject(value) ? value : undefined;
};

const own = (value: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined;
