/** Everything the API can answer instead of what was asked for. */

export const ERROR_CODES = [
  'bad-query',
  'bad-request',
  /** The question needs more than the indexes hold; the message tells how Athena is asked. */
  'ask-athena',
  'not-signed-in',
  'not-allowed',
  'too-many-rows',
  'unknown-delivery',
  'unknown-exception',
  'unknown-export',
  'export-not-done',
  'unknown-access',
  'archived-access',
  'unknown-path',
  'method-not-allowed',
  'history-unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const STATUS_OF_ERROR = {
  'bad-query': 400,
  'bad-request': 400,
  'ask-athena': 422,
  'not-signed-in': 401,
  'not-allowed': 403,
  'too-many-rows': 413,
  'unknown-delivery': 404,
  'unknown-exception': 404,
  'unknown-export': 404,
  'export-not-done': 409,
  'unknown-access': 404,
  'archived-access': 410,
  'unknown-path': 404,
  'method-not-allowed': 405,
  'history-unavailable': 503,
} as const satisfies Record<ErrorCode, number>;

export interface Refusal {
  readonly code: ErrorCode;
  /** Sentences for a person. */
  readonly message: string;
}
