/** For whom a notice is written. Routing chooses it, notices are worded by it, so it lies below both. */

/** `owner`: everything; `client`: plain words, no ARN, account number, key id, address or raw session name. */
export const EDITIONS = ['owner', 'client'] as const;
export type Edition = (typeof EDITIONS)[number];
