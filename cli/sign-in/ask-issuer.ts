/** Where the API says one signs in. */
import * as oauth from 'oauth4webapi';
import { parseJson, textAt } from '../../lib/kernel/json.ts';
import { isLoopback, SignInError } from './addresses.ts';

export interface KnownIssuer {
  readonly server: oauth.AuthorizationServer & {
    readonly authorization_endpoint: string;
  };
  readonly client: oauth.Client;
  readonly scope: string;
  readonly audience?: string;
  readonly requests: ReturnType<typeof requestsTo>;
}

const TIME_LIMIT_MS = 10_000;

/** Plain http is for this machine only. */
const requestsTo = (address: string) => ({
  signal: (): AbortSignal => AbortSignal.timeout(TIME_LIMIT_MS),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to be noticed; the laptop has no certificate
  [oauth.allowInsecureRequests]: isLoopback(address),
});

/** Reads `/sign-in.json` of the history at `url`. */
export const askIssuer = async (url: string): Promise<KnownIssuer> => {
  const response = await fetch(`${url}/sign-in.json`, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  }).catch(() => undefined);
  const described = response?.ok === true ? parseJson(await response.text()) : undefined;
  const field = (name: string): string => {
    const text = textAt(described, name);
    if (text === undefined) {
      throw new SignInError(
        `${url} does not tell where to sign in. Is it the address of the history (HistoryUrl)?`,
      );
    }
    return text;
  };
  const authorizationEndpoint = field('authorizationEndpoint');
  const tokenEndpoint = field('tokenEndpoint');
  for (const address of [authorizationEndpoint, tokenEndpoint]) {
    // A history on this machine may send its people to this machine, and no other may.
    if (!address.startsWith('https://') && !(isLoopback(url) && isLoopback(address))) {
      throw new SignInError(`${url} names an issuer without https; nothing was sent there.`);
    }
  }
  const audience = textAt(described, 'audience');
  return {
    server: {
      issuer: field('issuer'),
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: tokenEndpoint,
    },
    client: { client_id: field('clientId'), [oauth.clockTolerance]: 300 },
    scope: field('scope'),
    ...(audience === undefined ? {} : { audience }),
    requests: requestsTo(tokenEndpoint),
  };
};
