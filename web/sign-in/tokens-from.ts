/** What is kept of a token answer. */
import type { TokenEndpointResponse } from 'oauth4webapi';
import type { Tokens } from './storage.ts';

/** An issuer that does not say how long a token lasts gets a renewal after five minutes. */
const UNSAID_SECONDS = 300;

/** `before`: renewed tokens may leave out what stays. */
export const tokensFrom = (answer: TokenEndpointResponse, before?: Tokens): Tokens => {
  const refreshToken = answer.refresh_token ?? before?.refreshToken;
  const idToken = answer.id_token ?? before?.idToken;
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + (answer.expires_in ?? UNSAID_SECONDS) * 1000,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
  };
};
