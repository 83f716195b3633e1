/** Only web addresses become links; `http` only on the laptop, where the history page lives on the loopback. */

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const LONGEST_HREF = 2500;

/** The address in its normal, percent-encoded form; `undefined` when it must not become a link. */
export const linkHref = (address: string): string | undefined => {
  const url = parseUrl(address);
  if (!url || url.username !== '' || url.password !== '' || url.href.length > LONGEST_HREF) return undefined;
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return safe ? url.href.replaceAll('|', '%7C') : undefined;
};

/** Parses an address without throwing: the error of `new URL` would carry the address, which may be a secret. */
export const parseUrl = (address: string): URL | undefined => {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
};
