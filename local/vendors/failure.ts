/** The ways a vendor can be told to fail, and how they are written in an order. */
import { isObject, listAt, textAt } from './json.ts';
import { vendorNames, type VendorName } from './kept-message.ts';

export const failureStatuses = [400, 403, 404, 410, 429, 500, 502, 503, 504] as const;
export const resetMoments = ['before', 'during', 'after'] as const;
export const plainModes = ['answer-lost', 'hang', 'drip', 'html', 'ok-false', 'pass'] as const;

/**
 * `status`: that answer, nothing kept. `reset`: the connection is reset before, during or after the body, nothing
 * kept. `answer-lost`: kept, then reset. `hang`: no answer, nothing kept. `drip`: kept, answered one byte a second.
 * `html`: 200 with a web page, nothing kept. `ok-false`: 200 that says no. `pass`: this request is served.
 */
export type Failure =
  | { readonly mode: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly mode: 'reset'; readonly when: (typeof resetMoments)[number] }
  | { readonly mode: (typeof plainModes)[number] };

/** An order: `plan` is consumed request by request; with `every: n` each n-th request takes the next of it, for ever. */
export interface FailureOrder {
  readonly vendor: VendorName;
  readonly plan: readonly Failure[];
  readonly every?: number;
  /** Only requests to this destination (its name in the inbox), where the address tells it. */
  readonly destination?: string;
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** An order from outside; says in a sentence what is wrong with it. */
export function decodeFailureOrder(value: unknown): Decoded<FailureOrder> {
  if (!isObject(value)) return { ok: false, problem: 'an order is an object' };
  const vendor = vendorNames.find((name) => name === value['vendor']);
  if (!vendor) return { ok: false, problem: `vendor must be one of ${vendorNames.join(', ')}` };
  const items = (listAt(value, 'plan') ?? [{ status: 500 }]).slice(0, 10_000).map(decodeFailure);
  const wrong = items.findIndex((item) => item === undefined);
  if (wrong >= 0) return { ok: false, problem: `plan[${String(wrong)}] is not a way to fail` };
  const plan = items.filter((item) => item !== undefined);
  if (plan.length === 0) return { ok: false, problem: 'plan must not be empty' };
  const every = value['every'];
  if (every !== undefined && (typeof every !== 'number' || !Number.isInteger(every) || every < 1)) {
    return { ok: false, problem: 'every must be a whole number from 1' };
  }
  const destination = textAt(value, 'destination');
  return {
    ok: true,
    value: {
      vendor,
      plan,
      ...(every === undefined ? {} : { every }),
      ...(destination === undefined ? {} : { destination }),
    },
  };
}

function decodeFailure(value: unknown): Failure | undefined {
  if (!isObject(value)) return undefined;
  if (value['mode'] === 'reset') {
    const when = resetMoments.find((moment) => moment === (value['when'] ?? 'before'));
    return when && { mode: 'reset', when };
  }
  const mode = plainModes.find((name) => name === value['mode']);
  if (mode) return { mode };
  const status = failureStatuses.find((code) => code === value['status']);
  const retryAfter = textAt(value, 'retryAfter');
  // A line break in a header would let an order write headers of its own.
  if (!status || (retryAfter !== undefined && !/^[\x20-\x7e]{0,200}$/.test(retryAfter))) return undefined;
  return { mode: 'status', status, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** A few words for the page and the kept line. */
export function describeFailure(failure: Failure): string {
  switch (failure.mode) {
    case 'status':
      return failure.retryAfter === undefined
        ? String(failure.status)
        : `${String(failure.status)}, Retry-After: ${failure.retryAfter}`;
    case 'reset':
      return `connection reset ${failure.when} the body`;
    case 'answer-lost':
      return 'accepted, answer lost';
    case 'hang':
      return 'no answer';
    case 'drip':
      return 'one byte a second';
    case 'html':
      return '200 with a web page';
    case 'ok-false':
      return '200 that says no';
    case 'pass':
      return 'served';
  }
}
