/** Codes and refresh tokens against tokens: authorization code with PKCE, as the page does it. */
import * as oauth from 'oauth4webapi';
import type { Clock } from '../../lib/kernel/clock.ts';
import { compact } from '../../lib/kernel/json.ts';
import { SignInError } from './addresses.ts';
import type { KnownIssuer } from './ask-issuer.ts';
import type { KeptTokens } from './sessions.ts';

/** The only address on a person's machine that issuers know. */
export const CALLBACK = 'http://localhost:7424/signed-in';
export const CALLBACK_PORT = 7424;

export interface WaysOfAsking {
  readonly write: (text: string) => void;
  readonly open: (address: string) => void;
  readonly port?: number;
}

/** Gets a person from the issuer's page back to us. Answers the parameters that came with them. */
export type WayIn = (address: URL, state: string, ways: WaysOfAsking) => Promise<URLSearchParams>;

const UNSAID_SECONDS = 300;

const tokensOf = (answer: oauth.TokenEndpointResponse, clock: Clock, before?: KeptTokens): KeptTokens =>
  compact({
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? before?.refreshToken,
    expiresAt: clock.now().getTime() + (answer.expires_in ?? UNSAID_SECONDS) * 1000,
  });

/** `undefined` when only a new sign-in helps. */
export const renew = async (
  before: KeptTokens | undefined,
  { server, client, requests }: KnownIssuer,
  clock: Clock,
): Promise<KeptTokens | undefined> => {
  if (before?.refreshToken === undefined) return undefined;
  try {
    const none = oauth.None();
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      none,
      before.refreshToken,
      requests,
    );
    return tokensOf(await oauth.processRefreshTokenResponse(server, client, response), clock, before);
  } catch {
    return undefined;
  }
};

export const signInBy = async (
  wayIn: WayIn,
  known: KnownIssuer,
  options: WaysOfAsking & { readonly clock: Clock },
): Promise<KeptTokens> => {
  const { server, client, requests } = known;
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const address = await addressOf(known, { verifier, state, nonce });
  const back = await wayIn(address, state, options);
  try {
    const parameters = oauth.validateAuthResponse(server, client, back, state);
    const none = oauth.None();
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      none,
      parameters,
      CALLBACK,
      verifier,
      requests,
    );
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    return tokensOf(answer, options.clock);
  } catch {
    throw new SignInError('Signing in did not work: the issuer refused. Try again.');
  }
};

interface Secrets {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

const addressOf = async (
  { server, client, scope, audience }: KnownIssuer,
  { verifier, state, nonce }: Secrets,
): Promise<URL> => {
  const address = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(audience === undefined ? {} : { audience }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address;
};
