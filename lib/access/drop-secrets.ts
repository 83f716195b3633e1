/** A record without the values that must go nowhere, for decoders that tell what they find. */
import { isObject, type JsonObject } from '../kernel/json.ts';

/** As AWS writes them; decoders of accesses never look at them either. */
const SECRETS: ReadonlySet<string> = new Set([
  'sessionToken',
  'secretAccessKey',
  'externalId',
  'cert',
  'token',
  'password',
  'clientSecret',
]);

/** Deeper than any record of AWS; whatever lies below is left out. */
const DEEPEST = 100;

export const dropSecrets = (record: JsonObject): JsonObject => ofObject(record, 0);

const ofObject = (object: JsonObject, depth: number): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, field]) =>
      SECRETS.has(key) || depth > DEEPEST ? [] : [[key, ofAny(field, depth + 1)]],
    ),
  );

const ofAny = (value: unknown, depth: number): unknown => {
  if (isObject(value)) return ofObject(value, depth);
  return Array.isArray(value) && depth <= DEEPEST ? value.map((item) => ofAny(item, depth + 1)) : value;
};
