/** Reads the body of a POST: JSON, up to 1 MB. */
import * as z from 'zod/mini';
import { parseJson } from '../kernel/json.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import { refusal } from './refuse.ts';

export const MOST_BYTES = 1_000_000;

const isJson = (contentType: string | null): boolean =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json';

const tooLong = () => refusal('bad-request', 'The body may have at most 1,000,000 bytes.');

/** Anything that is JSON; an empty body is refused as well. */
export const readBody = async (request: Request): Promise<Result<unknown, Refusal>> => {
  if (!isJson(request.headers.get('content-type'))) {
    return refusal('bad-request', 'The body must be JSON, with the content type application/json.');
  }
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return tooLong();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MOST_BYTES) return tooLong();
  const body = parseJson(new TextDecoder().decode(bytes));
  return body === undefined ? refusal('bad-request', 'The body is no JSON.') : ok(body);
};

const pathOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'the body' : path.join('.'));

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly keys?: readonly string[];
  readonly expected?: string;
  readonly values?: readonly unknown[];
}

/** `zod/mini` has no English of its own. */
const wordsOf = ({ message, code, keys, expected, values }: Issue): string => {
  if (keys !== undefined) return `has the unknown ${keys.map((key) => `“${key.slice(0, 40)}”`).join(', ')}`;
  if (message !== 'Invalid input') return message;
  if (values !== undefined) return `must be one of ${values.join(', ')}`;
  return code === 'invalid_type' && expected !== undefined ? `must be ${expected}` : 'is not right';
};

/** Every problem is named with its path, up to 20 of them. */
export const decodeBody = <T extends z.ZodMiniType>(
  schema: T,
  body: unknown,
): Result<z.output<T>, Refusal> => {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues
    .slice(0, 20)
    .map((issue: Issue) => `${pathOf(issue.path)} ${wordsOf(issue)}`);
  return refusal('bad-request', `${problems.join('; ')}.`);
};
