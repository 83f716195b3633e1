/** The contract every fake vendor fulfils: a request in, the vendor's answer out, and what to keep of it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Arrival, KeptMessage, VendorName } from './kept-message.ts';

/** One request as the vendor would have seen it: its own host, its own path. */
export interface VendorRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface VendorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** What arrived; absent for questions (GET, auth.test), which leave no trace in the inbox. */
  readonly arrival?: Arrival;
  /** Only with `arrival`: whether the vendor took it, and the word it used. */
  readonly accepted?: boolean;
  readonly word?: string;
}

/**
 * A vendor decides from its own state and never changes it while answering: the state follows from what was kept
 * (`remember`), which is the same road for a live message and for one read back after a restart.
 */
export interface Vendor {
  readonly name: VendorName;
  readonly answer: (request: VendorRequest) => VendorReply;
  readonly remember: (message: KeptMessage) => void;
  /** The destination as far as the address alone tells it, so that one destination can be told to fail. */
  readonly destinationOf: (host: string, path: string) => string;
}

/** A JSON answer that keeps nothing. */
export function jsonReply(
  status: number,
  value: unknown,
  headers?: Readonly<Record<string, string>>,
): VendorReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** A plain text answer that keeps nothing. */
export function textReply(
  status: number,
  body: string,
  headers?: Readonly<Record<string, string>>,
): VendorReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
