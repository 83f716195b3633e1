/** Asks the API. Every way in which that can fail becomes one `Problem`; nothing is thrown. */
import type { ErrorAnswer } from '../lib/api/contract.ts';
import type { Problem, ProblemKind } from './problem.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

const TIME_LIMIT_MS = 10_000;

const kindOfStatus = (status: number): ProblemKind => {
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404) return 'not-found';
  if (status === 410) return 'archived';
  return status < 500 ? 'refused' : 'unavailable';
};

const readMessage = (body: unknown): Pick<Problem, 'message'> => {
  const { message } = (body ?? {}) as Partial<ErrorAnswer>;
  return typeof message === 'string' ? { message } : {};
};

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('application/json') ?? false;

/** `T` is what the contract promises for the path: page and API are always deployed together. */
export const fetchJson = async <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const response = await fetch(path, {
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    const body: unknown = isJson(response) ? await response.json() : undefined;
    if (response.ok && body !== undefined) return { ok: true, value: body as T };
    const kind = response.ok ? 'unreachable' : kindOfStatus(response.status);
    return { ok: false, problem: { kind, ...readMessage(body) } };
  } catch {
    return { ok: false, problem: { kind: navigator.onLine ? 'unreachable' : 'offline' } };
  }
};
