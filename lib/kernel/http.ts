/** The one way out to vendors that are not AWS. The function itself is handed down from the wiring. */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Absolute https URL. May hold a secret: never put it into a log, an error or an outcome. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, 5,000 ms unless given. */
  readonly timeoutMs?: number;
}

export interface HttpAnswered {
  readonly kind: 'answered';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 1 MiB of it. */
  readonly body: string;
}

/** No answer. `sent` tells whether the vendor may have acted on the request all the same. */
export interface HttpFailed {
  readonly kind: 'failed';
  readonly code: 'timeout' | 'connection-failed' | 'certificate-refused' | 'address-refused';
  readonly sent: 'no' | 'maybe';
}

export type HttpAnswer = HttpAnswered | HttpFailed;

/** Sends a request; never throws, follows no redirect, refuses private and link-local addresses. */
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** Whether a host can be reached by TLS. Nothing was asked of it. */
export type HttpReached = { readonly kind: 'reached' } | HttpFailed;
