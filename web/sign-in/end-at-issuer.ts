/** Ends the session where it began, so that the next sign-in asks again. */
import * as oauth from 'oauth4webapi';
import { findIssuer, requestOptions, returnAddress } from './issuer.ts';
import type { Tokens } from './storage.ts';

/**
 * Best effort: the page has forgotten the tokens already, and says so whatever happens here. The client is named by its id
 * and never by `id_token_hint`: that would be a token in an address.
 * https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 * https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export const endAtIssuer = async (tokens: Tokens | undefined): Promise<void> => {
  try {
    const { answer, server, client } = await findIssuer();
    if (tokens?.refreshToken !== undefined && answer.revocationEndpoint !== undefined) {
      await oauth.revocationRequest(server, client, oauth.None(), tokens.refreshToken, requestOptions());
    }
    if (answer.endSessionEndpoint === undefined) return;
    const address = new URL(answer.endSessionEndpoint);
    const parameters = {
      client_id: answer.clientId,
      // Amazon Cognito's name for it, and OpenID Connect's.
      logout_uri: returnAddress(),
      post_logout_redirect_uri: returnAddress(),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    location.replace(address);
  } catch {
    // Nothing to undo: this tab holds no token any more.
  }
};
