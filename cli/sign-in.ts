/**
 * Asks the API as whoever sits at the terminal. On the laptop that takes no asking; for a deployed API a browser opens once,
 * and the session is kept in the user's cache folder, readable by them only.
 *
 *   const ask = signedInFetch({ url, cacheFile, clock, write, open });
 *   const response = await ask('/api/accesses?limit=5');
 */
import type { Clock } from '../lib/kernel/clock.ts';
import { Sessions } from './sign-in/sessions.ts';
import { askIssuer, type KnownIssuer } from './sign-in/ask-issuer.ts';
import { isLoopback, SignInError } from './sign-in/addresses.ts';
import { renew, signInBy } from './sign-in/tokens.ts';
import { atTheLaptop } from './sign-in/at-the-laptop.ts';
import { byBrowser } from './sign-in/by-browser.ts';
import type { KeptTokens } from './sign-in/sessions.ts';

export interface SigningIn {
  /** Base URL of the page: of the deployed stack (output HistoryUrl), or of the laptop. */
  readonly url: string;
  readonly cacheFile: string;
  /** Of the laptop that answers there: what an earlier one let in counts for nothing, as `--as` may name another person. */
  readonly run?: string;
  readonly clock: Clock;
  /** Says where to go, on the terminal. */
  readonly write: (text: string) => void;
  /** Opens a browser; what it cannot open, the person can. */
  readonly open: (address: string) => void;
  /** Where it waits for the browser: 7424 unless given, which is the port the issuer knows. */
  readonly port?: number;
}

/** `path` begins with a slash. Rejects with `SignInError`, whose message is for the person, or like `fetch`. */
export type AskSignedIn = (path: string, init?: RequestInit) => Promise<Response>;

/** A token is renewed so long before it ends. */
const EARLY_MS = 60_000;

export const signedInFetch = (options: SigningIn): AskSignedIn => {
  const url = options.url.replace(/\/+$/, '');
  if (!URL.canParse(url) || !(url.startsWith('https://') || isLoopback(url))) {
    throw new SignInError('The address of the history has to begin with https://.');
  }
  const sessions = new Sessions(options.cacheFile, url, options.run);
  // Of a laptop whose run is not known nobody can tell whether it is still the same one.
  const mayBeOfAnother = isLoopback(url) && options.run === undefined;
  let finding: Promise<KnownIssuer> | undefined;
  const issuer = (): Promise<KnownIssuer> => {
    finding ??= askIssuer(url);
    return finding;
  };
  const fresh = async (before: KeptTokens | undefined): Promise<KeptTokens> => {
    const known = await issuer();
    const renewed = await renew(before, known, options.clock);
    const tokens = renewed ?? (await signInBy(isLoopback(url) ? atTheLaptop : byBrowser, known, options));
    if (!mayBeOfAnother) await sessions.keep(tokens);
    return tokens;
  };
  const send = (path: string, init: RequestInit, { accessToken }: KeptTokens): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${accessToken}`);
    // A redirect could lead the token elsewhere.
    return fetch(`${url}${path}`, { ...init, headers, redirect: 'error' });
  };
  let own: KeptTokens | undefined;
  return async (path, init = {}) => {
    const kept = mayBeOfAnother ? own : await sessions.read();
    const isGood = kept !== undefined && kept.expiresAt - EARLY_MS > options.clock.now().getTime();
    own = isGood ? kept : await fresh(kept);
    const response = await send(path, init, own);
    if (response.status !== 401 || !isGood) return response;
    // The laptop's tokens end with its data folder; those of AWS when somebody revokes them.
    own = await fresh(own);
    return send(path, init, own);
  };
};
