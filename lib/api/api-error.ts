/** Everything the API can answer instead of what was asked for. */

export const ERROR_CODES = [
  'bad-query',
  'unknown-access',
  'archived-access',
  'unknown-path',
  'method-not-allowed',
  'history-unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const STATUS_OF_ERROR = {
  'bad-query': 400,
  'unknown-access': 404,
  'archived-access': 410,
  'unknown-path': 404,
  'method-not-allowed': 405,
  'history-unavailable': 503,
} as const satisfies Record<ErrorCode, number>;
