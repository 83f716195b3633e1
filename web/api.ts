/** Calls of the API that the list makes, typed by its contract. None throws: what went wrong is in the answer. */
import type {
  AccessListAnswer,
  CountsAnswer,
  HealthAnswer,
  MeAnswer,
  ValuesAnswer,
} from '../lib/api/contract.ts';
import { type Answer, fetchJson } from './fetch-json.ts';
import type { Moments } from './query.ts';

const part = encodeURIComponent;

export const windowOf = ({ from, to }: Moments): string =>
  new URLSearchParams({ from, ...(to === undefined ? {} : { to }) }).toString();

/** `question`: see `questionOf` in `query.ts`; `limit` and `cursor` may be added to it. `isAgain`: the page asks by itself for what is new. */
export const askAccesses = (
  question: URLSearchParams,
  signal?: AbortSignal,
  isAgain = false,
): Promise<Answer<AccessListAnswer>> => fetchJson(`/api/accesses?${question}`, { signal, isAgain });

export const askCounts = (question: URLSearchParams, signal?: AbortSignal): Promise<Answer<CountsAnswer>> =>
  fetchJson(`/api/counts?${question}`, { signal });

export const askValues = (
  prefix: string,
  within: Moments,
  signal?: AbortSignal,
): Promise<Answer<ValuesAnswer>> =>
  fetchJson(`/api/values?prefix=${part(prefix)}&${windowOf(within)}`, { signal });

export const askMe = (signal?: AbortSignal): Promise<Answer<MeAnswer>> => fetchJson('/api/me', { signal });

export const askHealth = (signal?: AbortSignal): Promise<Answer<HealthAnswer>> =>
  fetchJson('/api/health', { signal });
