/** What is kept of a token answer. */
import type { TokenEndpointResponse } from 'oauth4webapi';
import type { Tokens } from './storage.ts';

/** An issuer that does not say how long a token lasts gets a renewal after five minutes. */
const UNSAID_SECONDS = 300;

/** `before`: renewed tokens may leave out what stays. The ID token has done its work when the answer was checked. */
export const tokensFrom = (answer: TokenEndpointResponse, before?: Tokens): Tokens => {
  const refreshToken = answer.refresh_token ?? before?.refreshToken;
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + (answer.expires_in ?? UNSAID_SECONDS) * 1000,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
};
