/**
 * Tokens as an Amazon Cognito user pool makes them, or, for an issuer of one's own, as OAuth servers do: with `aud`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
import { SignJWT } from 'jose';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Person } from './people.ts';
import type { SigningKey } from './signing-key.ts';

export const TOKEN_SECONDS = 3600;

export interface TokenParts {
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly issuer: string;
  readonly clientId: string;
  /** Of an issuer of one's own; a user pool puts the client into `client_id` instead. */
  readonly audience?: string;
  readonly groupsClaim: string;
}

const sign = (
  claims: Readonly<Record<string, unknown>>,
  person: Person,
  { key, clock, issuer }: TokenParts,
): Promise<string> => {
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({ ...claims, auth_time: now })
    .setProtectedHeader({ alg: 'RS256', kid: key.publicKey.kid })
    .setIssuer(issuer)
    .setSubject(`laptop-${person.id.replaceAll(/[^\w@.-]/g, '-')}`)
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .setJti(clock.newId())
    .sign(key.privateKey);
};

/** What the API is asked with. */
export const accessToken = (person: Person, scope: string, parts: TokenParts): Promise<string> =>
  sign(
    {
      [parts.groupsClaim]: [person.id],
      scope,
      username: person.username,
      client_id: parts.clientId,
      token_use: 'access',
      ...(parts.audience === undefined ? {} : { aud: parts.audience }),
    },
    person,
    parts,
  );

/** Tells the page who signed in; no key to the API. */
export const idToken = (person: Person, nonce: string | undefined, parts: TokenParts): Promise<string> =>
  sign(
    {
      aud: parts.clientId,
      token_use: 'id',
      name: person.name,
      ...(nonce === undefined ? {} : { nonce }),
    },
    person,
    parts,
  );
