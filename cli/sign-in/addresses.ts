/** Addresses that a token may travel to. */

/** Something about signing in that the person can mend; the message says how. */
export class SignInError extends Error {}

export const isLoopback = (address: string): boolean =>
  URL.canParse(address) &&
  new URL(address).protocol === 'http:' &&
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
