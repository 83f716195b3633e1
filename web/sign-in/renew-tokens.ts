/** A fresh access token for the refresh token. */
import * as oauth from 'oauth4webapi';
import { findIssuer, requestOptions } from './issuer.ts';
import { keepTokens, readTokens } from './storage.ts';
import { tokensFrom } from './tokens-from.ts';

/** `refused`: the issuer wants the reader to sign in again; `unreachable`: nobody knows. */
export type Renewal = 'renewed' | 'refused' | 'unreachable';

export const renewTokens = async (): Promise<Renewal> => {
  const before = readTokens();
  if (before?.refreshToken === undefined) return 'refused';
  try {
    const { server, client } = await findIssuer();
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      before.refreshToken,
      requestOptions(),
    );
    if (response.status >= 500 || response.status === 429) return 'unreachable';
    keepTokens(tokensFrom(await oauth.processRefreshTokenResponse(server, client, response), before));
    return 'renewed';
  } catch (error) {
    return error instanceof oauth.ResponseBodyError ? 'refused' : 'unreachable';
  }
};
