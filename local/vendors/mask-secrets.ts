/** Takes the fields out of a body that only ever hold a credential of the vendor. */
import { isObject } from './json.ts';

const credentialFields = new Set([
  'token',
  'access_token',
  'routing_key',
  'integration_key',
  'api_key',
  'apikey',
  'password',
  'secret',
  'client_secret',
  'authorization',
]);

export const masked = '(hidden)';

/** The same value with every credential field replaced. Deep nesting is cut, never followed for ever. */
export function maskSecrets(value: unknown, depth = 0): unknown {
  if (depth > 40) return '(too deep)';
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      credentialFields.has(key.toLowerCase()) ? masked : maskSecrets(item, depth + 1),
    ]),
  );
}
