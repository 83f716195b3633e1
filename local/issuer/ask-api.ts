/** Asks the page's API with a token of the laptop's issuer, for the commands and the tests. */
import type { Clock } from '../../lib/kernel/clock.ts';
import { type DeclaredSignIn, tokenParts } from './issuer-server.ts';
import { accessToken } from './make-tokens.ts';
import type { SigningKey } from './signing-key.ts';

export interface AskNeeds {
  readonly pageUrl: string;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly declared: () => DeclaredSignIn | undefined;
}

/** `group`: `responder`, or `viewer@acme`. */
export const askApi =
  (needs: AskNeeds) =>
  async (path: string, init: RequestInit = {}, group = 'responder'): Promise<Response> => {
    const declared = needs.declared();
    const headers = new Headers(init.headers);
    if (declared !== undefined) {
      const person = { id: group, username: `${group} in a test`, name: group };
      const parts = tokenParts(declared.clients[0]?.clientId ?? '', declared, needs);
      headers.set('authorization', `Bearer ${await accessToken(person, 'openid', parts)}`);
    }
    return fetch(`${needs.pageUrl}${path}`, { ...init, headers });
  };
