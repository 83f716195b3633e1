/** Leaves the page for the issuer's, to come back to where the reader was. */
import * as oauth from 'oauth4webapi';
import { findIssuer, returnAddress } from './issuer.ts';
import { keepLeaving } from './storage.ts';

export type Left = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** `choose`: the issuer asks who it is, even if it knows somebody. */
export const leaveForIssuer = async ({ choose }: { readonly choose: boolean }): Promise<Left> => {
  try {
    const { answer } = await findIssuer();
    const leaving = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      place: location.pathname + location.search + location.hash,
    };
    keepLeaving(leaving);
    const address = new URL(answer.authorizationEndpoint);
    const parameters = {
      response_type: 'code',
      client_id: answer.clientId,
      redirect_uri: returnAddress(),
      scope: answer.scope,
      state: leaving.state,
      nonce: leaving.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(leaving.verifier),
      code_challenge_method: 'S256',
      ...(answer.audience === undefined ? {} : { audience: answer.audience }),
      ...(choose ? { prompt: 'login' } : {}),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    location.replace(address);
    return { ok: true };
  } catch {
    return {
      ok: false,
      message: navigator.onLine
        ? 'The place where you sign in does not answer just now. Try again in a moment.'
        : 'This device is offline. Sign in again once it has a network.',
    };
  }
};
