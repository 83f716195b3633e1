/** The way back from the issuer: a code becomes tokens, and the address is again what it was before. */
import * as oauth from 'oauth4webapi';
import { findIssuer, type Issuer, requestOptions, returnAddress } from './issuer.ts';
import { keepTokens, type Leaving, takeLeaving } from './storage.ts';
import { tokensFrom } from './tokens-from.ts';

export type Back =
  | { readonly kind: 'not-from-issuer' | 'signed-in' }
  | { readonly kind: 'failed'; readonly message: string };

const FAILED =
  'Signing in did not work. Try again; if it stays so, your sign-in may have no access to this page.';

/** The page's own addresses have a `state` too, and neither of these. */
const isFromIssuer = (query: URLSearchParams): boolean =>
  query.has('state') && (query.has('code') || query.has('error'));

const exchange = async (query: URLSearchParams, leaving: Leaving, issuer: Issuer): Promise<void> => {
  const { server, client } = issuer;
  const parameters = oauth.validateAuthResponse(server, client, query, leaving.state);
  const options = requestOptions();
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    returnAddress(),
    leaving.verifier,
    options,
  );
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: leaving.nonce,
    requireIdToken: true,
  });
  keepTokens(tokensFrom(result));
};

/** Answers that nobody left for, and those that come a second time, only leave the address. */
export const comeBack = async (): Promise<Back> => {
  const query = new URLSearchParams(location.search);
  if (!isFromIssuer(query)) return { kind: 'not-from-issuer' };
  const leaving = takeLeaving();
  history.replaceState(null, '', leaving?.place ?? '/');
  if (leaving === undefined) return { kind: 'not-from-issuer' };
  try {
    await exchange(query, leaving, await findIssuer());
    return { kind: 'signed-in' };
  } catch {
    return { kind: 'failed', message: FAILED };
  }
};
