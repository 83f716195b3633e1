/** Ends the session where it began, so that the next sign-in asks again. */
import * as oauth from 'oauth4webapi';
import { findIssuer, requestOptions, returnAddress } from './issuer.ts';
import type { Tokens } from './storage.ts';

/** Best effort: the page has forgotten the tokens already, and says so whatever happens here. */
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
      ...(tokens?.idToken === undefined ? {} : { id_token_hint: tokens.idToken }),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    location.replace(address);
  } catch {
    // Nothing to undo: this tab holds no token any more.
  }
};
