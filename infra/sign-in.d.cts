export interface OwnIssuer {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience?: string;
}

export interface SignInParts {
  readonly issuer: unknown;
  readonly clientId: unknown;
  readonly audience: unknown;
  readonly poolId: unknown;
  readonly scopes: readonly string[];
  readonly resources: Readonly<Record<string, unknown>>;
}

export function signInParts(policy: { readonly signIn?: OwnIssuer }): SignInParts;
