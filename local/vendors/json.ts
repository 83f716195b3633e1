/**
 * Reading values that came from outside. The fakes do not borrow the product's readers: a vendor that shared them
 * would share their mistakes, and the mistakes are what it is here to find.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a plain JSON object (not a list, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The string under a key, or undefined. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** The list under a key, or undefined. */
export function listAt(object: JsonObject, key: string): readonly unknown[] | undefined {
  const value = object[key];
  return Array.isArray(value) ? value : undefined;
}

/** The object under a key, or an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** The object without some of its keys. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Only the strings of a list under a key. */
export function textsAt(object: JsonObject, key: string): readonly string[] {
  return (listAt(object, key) ?? []).filter((item) => typeof item === 'string');
}
