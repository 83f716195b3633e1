/** Claims as the token has them, where API Gateway's texts could mean two things. */
import { isObject, type JsonObject, parseJson, textAt } from '../kernel/json.ts';

/**
 * API Gateway writes an array as `[a b]`: the group "Incident responder" would read as two groups, one of them ours. The
 * token that it verified came with the request, so its arrays are taken from there; only those whose text is the one that was
 * handed over, and only from a token of the same subject, issuer and end. `claims` absent: nothing was verified, and nothing
 * is read.
 */
export const restoreClaims = (claims: unknown, authorization: string | undefined): unknown => {
  if (!isObject(claims)) return claims;
  const payload = payloadOf(authorization ?? '');
  if (payload === undefined || !isSame(claims, payload)) return claims;
  return Object.fromEntries(
    Object.entries(claims).map(([name, text]) => {
      const original = Object.hasOwn(payload, name) ? payload[name] : undefined;
      return [name, Array.isArray(original) && `[${original.join(' ')}]` === text ? original : text];
    }),
  );
};

/** The signature was checked before: this is only read again. */
const payloadOf = (authorization: string): JsonObject | undefined => {
  const [, payload = ''] = authorization.replace(/^bearer\s+/i, '').split('.');
  const parsed = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  return isObject(parsed) ? parsed : undefined;
};

const isSame = (claims: JsonObject, payload: JsonObject): boolean =>
  ['sub', 'iss', 'exp'].every((name) => textAt(claims, name) === String(payload[name]));
