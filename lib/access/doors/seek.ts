/**
 * Finding values in the parameters of a call. AWS wraps them differently from service to service
 * (`policy`, `PutAccessPointPolicyRequest.Policy`, `updateRestApiInput.patchOperations`), so they are looked for by name.
 */
import { isObject } from '../../kernel/json.ts';

/** Deeper or larger than any real call; what lies beyond is not looked at. */
const DEEPEST = 8;
const MOST_VALUES = 5_000;

/**
 * The value of the first of the names that stands anywhere inside, nearest to the top; case does not matter. Absent, null
 * and empty texts do not count.
 */
export const seek = (value: unknown, ...names: readonly string[]): unknown => {
  const wanted = names.map((name) => name.toLowerCase());
  const found = new Map<string, unknown>();
  walk(value, (key, member) => {
    if (isBlank(member) || !wanted.includes(key) || found.has(key)) return;
    found.set(key, member);
  });
  return wanted.map((name) => found.get(name)).find((member) => member !== undefined);
};

export const seekText = (value: unknown, ...names: readonly string[]): string | undefined => {
  const found = seek(value, ...names);
  return typeof found === 'string' ? found : undefined;
};

/** Pipelines turn booleans into texts. */
export const seekFlag = (value: unknown, ...names: readonly string[]): boolean | undefined => {
  const found = seek(value, ...names);
  if (found === true || found === false) return found;
  if (typeof found !== 'string') return undefined;
  return /^true$/i.test(found) ? true : /^false$/i.test(found) ? false : undefined;
};

/** A list in any of its forms: a list, a single value, `{ items: [...] }`. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [value];
  const inner = value['items'] ?? value['item'] ?? value['member'];
  return inner === undefined ? [value] : listOf(inner);
};

/** The value in a list of pairs of a name and a value: `attribute: [{ name: 'Policy', value: '...' }]`. */
export const attributeIn = (value: unknown, name: string): unknown =>
  listOf(seek(value, 'attribute', 'attributes'))
    .filter(isObject)
    .find((pair) => pair['name'] === name)?.['value'];

/** Every text inside, however it is wrapped. */
export const textsIn = (value: unknown): readonly string[] => {
  const texts: string[] = [];
  const take = (member: unknown): void => {
    if (typeof member === 'string' && member !== '') texts.push(member);
  };
  take(value);
  walk(value, (_key, member) => {
    take(member);
  });
  return texts;
};

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Breadth first, so that what stands nearer to the top is met first. */
const walk = (root: unknown, visit: (key: string, value: unknown) => void): void => {
  let level: readonly unknown[] = [root];
  let left = MOST_VALUES;
  for (let depth = 0; depth < DEEPEST && level.length > 0 && left > 0; depth += 1) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, member] of Object.entries(value)) {
        left -= 1;
        if (left < 0) return;
        visit(key.toLowerCase(), member);
        next.push(member);
      }
    }
    level = next;
  }
};
