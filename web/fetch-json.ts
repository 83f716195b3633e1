/** Asks the API. Every way in which that can fail becomes one `Problem`; nothing is thrown. */
import type { ErrorAnswer } from '../lib/api/contract.ts';
import type { Problem, ProblemKind } from './problem.ts';
import { authorizedFetch } from './sign-in/session.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** Sent as JSON; makes it a POST. */
  readonly body?: unknown;
  readonly timeLimitMs?: number;
  /** The page asks again by itself: an answer that brings nothing is no look of the reader's. */
  readonly isAgain?: boolean;
}

const TIME_LIMIT_MS = 10_000;

const KIND_OF_STATUS: ReadonlyMap<number, ProblemKind> = new Map([
  [401, 'signed-out'],
  [403, 'not-allowed'],
  [404, 'not-found'],
  [410, 'archived'],
  [413, 'too-many'],
  [422, 'athena'],
]);

const kindOfStatus = (status: number): ProblemKind =>
  KIND_OF_STATUS.get(status) ?? (status < 500 ? 'refused' : 'unavailable');

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('application/json') ?? false;

const problemOf = async (response: Response): Promise<Problem> => {
  const body: unknown = isJson(response) ? await response.json() : undefined;
  const { code, message } = (body ?? {}) as Partial<ErrorAnswer>;
  return {
    kind: response.ok ? 'unreachable' : kindOfStatus(response.status),
    ...(code === undefined ? {} : { code }),
    ...(typeof message === 'string' ? { message } : {}),
  };
};

const initOf = ({ signal, body, timeLimitMs, isAgain }: Asking): RequestInit => {
  const limit = AbortSignal.timeout(timeLimitMs ?? TIME_LIMIT_MS);
  return {
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    ...(isAgain && { headers: { 'x-rolecall-poll': '1' } }),
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
};

type Read<T> = (response: Response) => Promise<T | undefined>;

const ask = async <T>(path: string, asking: Asking, read: Read<T>): Promise<Answer<T>> => {
  try {
    const response = await authorizedFetch(path, initOf(asking));
    const value = response.ok ? await read(response) : undefined;
    return value === undefined ? { ok: false, problem: await problemOf(response) } : { ok: true, value };
  } catch {
    return { ok: false, problem: { kind: navigator.onLine ? 'unreachable' : 'offline' } };
  }
};

/** `T` is what the contract promises for the path: page and API are always deployed together. */
export const fetchJson = <T>(path: string, asking: Asking = {}): Promise<Answer<T>> =>
  ask(path, asking, async (response) =>
    isJson(response) ? ((await response.json()) as T | undefined) : undefined,
  );

/** A file, whatever it holds. */
export const fetchFile = (path: string, asking: Asking = {}): Promise<Answer<Blob>> =>
  ask(path, asking, (response) => response.blob());
