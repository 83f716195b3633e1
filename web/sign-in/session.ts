/**
 * Who is signed in, and asking the API as them.
 *
 *   await beginSession()            once, before anything is rendered: comes back from the issuer, restores the address,
 *                                   renews, or leaves for the issuer (then it answers `starting` and the page goes away)
 *   useSession()                    what to show, see `Session`
 *   authorizedFetch(path, init)     like `fetch`, with the token; renews it before it ends, and once after a 401
 *   signIn()                        leaves for the issuer and comes back to this very address (path, query, hash)
 *   signOut()                       forgets the tokens and ends the session at the issuer
 *
 * Tokens live in the `sessionStorage` of the tab: nothing of them in the address, in cookies or in `localStorage`.
 * A 401 that stays is answered as it is, and `useSession()` turns to `ended`: show `SessionGate`, or "Your session has ended"
 * with a button for `signIn()`; what is on the page may stay there.
 * In a browser test: `localSession` of `test/support/signed-in.ts` puts a token into the storage before the page loads.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Left } from './leave-for-issuer.ts';
import type { Renewal } from './renew-tokens.ts';
import * as storage from './storage.ts';

/**
 * `starting`: on the way to the issuer or back; `ended`: it was there and is no longer taken; `signed-out`: by the reader's
 * wish; `failed`: the issuer could not be asked, or refused, in words.
 */
export type Session =
  | { readonly state: 'starting' | 'signed-in' | 'ended' | 'signed-out' }
  | { readonly state: 'failed'; readonly message: string };

/** Renewed so long before the token ends. */
const EARLY_MS = 60_000;

let session: Session = { state: 'starting' };
const followers = new Set<(session: Session) => void>();

const become = (next: Session): Session => {
  session = next;
  for (const follow of followers) follow(next);
  return next;
};

export const useSession = (): Session => {
  const [current, setCurrent] = useState(session);
  useEffect(() => {
    followers.add(setCurrent);
    setCurrent(session);
    return () => {
      followers.delete(setCurrent);
    };
  }, []);
  return current;
};

// What talks to the issuer is loaded when it is needed: most loads of the page find a session that holds.
const leave = async (how: { readonly choose: boolean }): Promise<Session> => {
  const left: Left = await import('./at-issuer.ts').then(
    ({ leaveForIssuer }) => leaveForIssuer(how),
    () => ({ ok: false, message: 'This page could not be loaded completely. Reload it.' }),
  );
  return become(left.ok ? { state: 'starting' } : failed(left.message));
};

const failed = (message: string): Session => ({ state: 'failed', message });

export const beginSession = async (): Promise<Session> => {
  // Only what comes from the issuer has a `state` and one of these.
  const isBack = /[?&](code|error)=/.test(location.search);
  const back = isBack ? await (await import('./at-issuer.ts')).comeBack() : { kind: 'signed-in' as const };
  if (back.kind === 'failed') return become(failed(back.message));
  const tokens = storage.readTokens();
  if (tokens !== undefined && tokens.expiresAt > Date.now()) return become({ state: 'signed-in' });
  if (tokens?.refreshToken !== undefined && (await renew()) === 'renewed') {
    return become({ state: 'signed-in' });
  }
  if (storage.wasSignedOut()) return become({ state: 'signed-out' });
  return leave({ choose: false });
};

/** After signing out the issuer asks who it is, instead of knowing it. */
export const signIn = (): Promise<Session> => leave({ choose: storage.wasSignedOut() });

export const signOut = async (): Promise<void> => {
  const tokens = storage.readTokens();
  storage.noteSignedOut();
  become({ state: 'signed-out' });
  await (await import('./at-issuer.ts')).endAtIssuer(tokens);
};

/** One renewal at a time: everybody who needs it waits for the same. */
let renewing: Promise<Renewal> | undefined;

const renew = (): Promise<Renewal> => {
  renewing ??= import('./at-issuer.ts')
    .then(
      ({ renewTokens }) => renewTokens(),
      () => 'unreachable' as const,
    )
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
};

const isNearItsEnd = (): boolean => {
  const tokens = storage.readTokens();
  return tokens?.refreshToken !== undefined && tokens.expiresAt - EARLY_MS < Date.now();
};

/** The token is for our own API: no other address gets to see it. */
const send = (path: string, init: RequestInit): Promise<Response> => {
  const headers = new Headers(init.headers);
  const token = storage.readTokens()?.accessToken;
  if (token !== undefined && new URL(path, location.href).origin === location.origin) {
    headers.set('authorization', `Bearer ${token}`);
  }
  return fetch(path, { ...init, headers });
};

/** Rejects like `fetch` when there is no network. */
export const authorizedFetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
  if (isNearItsEnd()) await renew();
  const used = storage.readTokens()?.accessToken;
  const response = await send(path, init);
  if (response.status !== 401) return response;
  const fresh = storage.readTokens()?.accessToken;
  const renewal = fresh !== undefined && fresh !== used ? 'renewed' : await renew();
  if (renewal === 'unreachable') return response;
  const again = renewal === 'renewed' ? await send(path, init) : response;
  if (again.status === 401) {
    storage.forgetTokens();
    if (session.state !== 'signed-out') become({ state: 'ended' });
  }
  return again;
};
