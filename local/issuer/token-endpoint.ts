/** Codes and refresh tokens against tokens, for public clients: PKCE instead of a secret. */
import { accessToken, idToken, TOKEN_SECONDS, type TokenParts } from './make-tokens.ts';
import type { Grant, Grants } from './grants.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const INVALID_GRANT: TokenAnswer = { status: 400, body: { error: 'invalid_grant' } };

interface Exchanged {
  readonly grant: Grant;
  readonly nonce?: string;
  readonly refreshToken?: string;
}

export async function answerTokenRequest(
  form: URLSearchParams,
  grants: Grants,
  partsFor: (clientId: string) => TokenParts,
): Promise<TokenAnswer> {
  const type = form.get('grant_type');
  if (type !== 'authorization_code' && type !== 'refresh_token') {
    return { status: 400, body: { error: 'unsupported_grant_type' } };
  }
  const exchanged = type === 'refresh_token' ? byRefreshToken(form, grants) : byCode(form, grants);
  if (exchanged === undefined) return INVALID_GRANT;
  const { grant, nonce, refreshToken } = exchanged;
  const parts = partsFor(grant.clientId);
  return {
    status: 200,
    body: {
      access_token: await accessToken(grant.person, grant.scope, parts),
      id_token: await idToken(grant.person, nonce, parts),
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    },
  };
}

function byCode(form: URLSearchParams, grants: Grants): Exchanged | undefined {
  const grant = grants.takeCode({
    code: form.get('code') ?? '',
    clientId: form.get('client_id') ?? '',
    redirectUri: form.get('redirect_uri') ?? '',
    verifier: form.get('code_verifier') ?? '',
  });
  return grant === undefined ? undefined : { ...grant, grant, refreshToken: grants.giveRefreshToken(grant) };
}

function byRefreshToken(form: URLSearchParams, grants: Grants): Exchanged | undefined {
  const grant = grants.findRefreshToken(form.get('refresh_token') ?? '', form.get('client_id') ?? '');
  return grant === undefined ? undefined : { grant };
}
