/** Masks everything in a text that could be a secret, without having to understand the text. */

/** Names whose values are never shown, whatever they look like and however they are quoted, escaped or cut off. */
const SECRET_MEMBERS =
  /((?:session_?token|secret_?access_?key|external_?id|token|password|secret|authorization|cert)[\\"']*\s*[:=]\s*[\\"']*)[^"'\\,;}\s]+/gi;

/** Long runs without a space: tokens, keys, signatures, encoded documents. ARNs and words are shorter or broken up. */
const LONG_RUN = /[A-Za-z0-9+/=_-]{40,}/g;

const WEBHOOK = /https:\/\/hooks\.slack[^\s"\\]*/gi;

/** The text with secrets replaced by `[masked]`. Over-masking is accepted, under-masking is not. */
export const maskSecrets = (text: string): string =>
  text.replace(WEBHOOK, '[masked]').replace(SECRET_MEMBERS, '$1[masked]').replace(LONG_RUN, '[masked]');
