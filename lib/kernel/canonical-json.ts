/** One text for one value, however it was put together: for comparing and for hashing. */
import { createHash } from 'node:crypto';
import { isObject } from './json.ts';

/** JSON without spaces and with sorted keys: equal values have equal texts. Keys without a value are left out. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));

/** SHA-256 (hex) of the canonical JSON of a value. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};
