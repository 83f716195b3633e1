/** What talks to the issuer, in one file: loaded when somebody signs in or out. */
export { comeBack } from './come-back.ts';
export { endAtIssuer } from './end-at-issuer.ts';
export { leaveForIssuer } from './leave-for-issuer.ts';
export { renewTokens } from './renew-tokens.ts';
