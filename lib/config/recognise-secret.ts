/** Telling secrets from other texts, so that one written into the wrong place is neither accepted nor repeated. */

/** Forms their makers chose so that they can be recognised. */
const KNOWN_SECRETS: readonly RegExp[] = [
  /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\//i,
  /\bxox[a-z]-[\w-]{8,}/i,
  /\bxapp-\d-[\w-]{8,}/i,
  /\bATATT3[\w=-]{8,}/,
  /\bgh[pousr]_\w{16,}/,
  /\bgithub_pat_\w{16,}/,
  /\bwhsec_[\w+/=]{8,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN /,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
];

/** True for a text that is a secret without any doubt. */
export const isKnownSecret = (text: string): boolean => KNOWN_SECRETS.some((form) => form.test(text));

/** True for a text that had better not be repeated. ARNs are long and harmless. */
export const mayBeSecret = (text: string): boolean =>
  isKnownSecret(text) || (!text.startsWith('arn:') && /[A-Za-z0-9+/=_-]{20,}/.test(text) && /\d/.test(text));
