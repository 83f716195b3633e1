/** The headers that keep hostile text inert even if an escape were forgotten. */

/**
 * `origins`: where the page may connect to besides its own: the issuer and its token endpoint. Only the page itself needs
 * them; every other answer takes the policy without.
 */
export const contentSecurityPolicy = (origins: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...origins.filter(isOrigin)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** The addresses come from another: whatever is not an origin could add directives of its own. */
const isOrigin = (text: string): boolean => /^https?:\/\/[a-z0-9.:[\]-]+$/i.test(text);

/** On every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'strict-transport-security': 'max-age=31536000',
};
