/** Claims as the token has them, where API Gateway's texts could mean two things. */
import { isObject, type JsonObject, parseJson, textAt } from '../kernel/json.ts';

/**
 * API Gateway writes an array as `[a b]`: the group "Incident responder" would read as two groups, one of them ours. The
 * token that it verified came with the request, so its arrays are taken from there; only those whose text is the one that was
 * handed over, and only from a token of the same subject, issuer and end. A text that could mean two things and that the token
 * does not explain is left out: it would give rights to whoever sends a header that only API Gateway understands. `claims`
 * absent: nothing was verified, and nothing is read.
 */
export const restoreClaims = (claims: unknown, authorization: string | undefined): unknown => {
  if (!isObject(claims)) return claims;
  const payload = payloadOf(authorization ?? '');
  const known = payload !== undefined && isSame(claims, payload) ? payload : {};
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, text]) => {
      const original = Object.hasOwn(known, name) ? known[name] : undefined;
      if (Array.isArray(original) && `[${original.join(' ')}]` === text) return [[name, original]];
      return original !== text && isAmbiguous(text) ? [] : [[name, text]];
    }),
  );
};

/** An array of several, or of one name with blanks or commas; or an object, `map[a:b c:d]`. */
const isAmbiguous = (text: unknown): boolean =>
  typeof text === 'string' && /^(?:map)?\[[^]*[\s,][^]*\]$/.test(text);

/** One token and nothing beside it: of two that came in one header nobody could say which was verified. */
const TOKEN = /^(?:bearer\s+)?[\w-]+\.([\w-]+)\.[\w-]*$/i;

/** The signature was checked before: this is only read again. */
const payloadOf = (authorization: string): JsonObject | undefined => {
  const [, payload = ''] = TOKEN.exec(authorization.trim()) ?? [];
  const parsed = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  return isObject(parsed) ? parsed : undefined;
};

/** Numbers are compared as such: `1800000000` may be handed over as `1.8e+09`. */
const isSame = (claims: JsonObject, payload: JsonObject): boolean =>
  ['sub', 'iss'].every((name) => textAt(claims, name) === String(payload[name])) &&
  Number(textAt(claims, 'exp')) === payload['exp'];
