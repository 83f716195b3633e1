/**
 * What may be kept of a record: everything but the credentials it minted and the external id it shows in clear.
 * The bus still sees the record as AWS sends it, so that the product has to drop them itself.
 */
import { isObject, type JsonObject } from '../lib/kernel/json.ts';

/** AWS's own word for a value it hides. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const SECRET_KEYS = new Set(['sessionToken', 'secretAccessKey']);
const KEPT_OF_CREDENTIALS = new Set(['accessKeyId', 'expiration']);

export function stripCredentials(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => !SECRET_KEYS.has(key))
      .map(([key, value]) => [key, stripField(key, value)]),
  );
}

function stripField(key: string, value: unknown): unknown {
  if (key === 'externalId' && typeof value === 'string') return HIDDEN;
  if (Array.isArray(value)) return value.map((item: unknown) => stripField('', item));
  if (!isObject(value)) return value;
  const kept =
    key === 'credentials'
      ? Object.fromEntries(Object.entries(value).filter(([field]) => KEPT_OF_CREDENTIALS.has(field)))
      : value;
  return stripCredentials(kept);
}
