/** The issuer, as the API describes it. The page itself knows none. */
import * as oauth from 'oauth4webapi';
import type { SignInAnswer } from '../../lib/api/contract.ts';

export interface Issuer {
  readonly answer: SignInAnswer;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
}

const TIME_LIMIT_MS = 10_000;

/** Devices whose clock is a little wrong sign in all the same; the authorizer judges by its own. */
const TOLERANCE_SECONDS = 300;

let asked: Promise<Issuer> | undefined;

const ask = async (): Promise<Issuer> => {
  const response = await fetch('/sign-in.json', { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
  if (!response.ok) throw new Error('the issuer is not known');
  const answer = (await response.json()) as SignInAnswer;
  return {
    answer,
    server: {
      issuer: answer.issuer,
      authorization_endpoint: answer.authorizationEndpoint,
      token_endpoint: answer.tokenEndpoint,
      ...(answer.revocationEndpoint === undefined ? {} : { revocation_endpoint: answer.revocationEndpoint }),
    },
    client: { client_id: answer.clientId, [oauth.clockTolerance]: TOLERANCE_SECONDS },
  };
};

/** Asked once per load of the page; rejects, and is asked again, when it does not answer. */
export const findIssuer = (): Promise<Issuer> => {
  asked ??= ask().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
};

/** Plain http only where the page came by it, which the API allows on the laptop alone. */
export const requestOptions = () => ({
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to be noticed; the laptop has no certificate
  [oauth.allowInsecureRequests]: location.protocol === 'http:',
  signal: () => AbortSignal.timeout(TIME_LIMIT_MS),
});

/** The only address that the issuer may send anybody back to. */
export const returnAddress = (): string => `${location.origin}/`;
