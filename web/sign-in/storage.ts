/** What the tab keeps between two loads of the page. Ends with the tab; other tabs and sites do not see it. */

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970, by this device's clock. */
  readonly expiresAt: number;
}

/** A sign-in that has left for the issuer. */
export interface Leaving {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path, query and hash to come back to. */
  readonly place: string;
}

const TOKENS = 'rolecall.session';
const LEAVING = 'rolecall.sign-in';
const SIGNED_OUT = 'rolecall.signed-out';

const read = (key: string): unknown => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

const write = (key: string, value: unknown): void => sessionStorage.setItem(key, JSON.stringify(value));

export const readTokens = (): Tokens | undefined => read(TOKENS) as Tokens | undefined;

export const keepTokens = (tokens: Tokens): void => {
  write(TOKENS, tokens);
  sessionStorage.removeItem(SIGNED_OUT);
};

export const forgetTokens = (): void => sessionStorage.removeItem(TOKENS);

export const keepLeaving = (leaving: Leaving): void => write(LEAVING, leaving);

/** Once: a code must not be used twice. */
export const takeLeaving = (): Leaving | undefined => {
  const leaving = read(LEAVING) as Leaving | undefined;
  sessionStorage.removeItem(LEAVING);
  return leaving;
};

/** Nothing else stays: neither tokens nor what was typed. */
export const noteSignedOut = (): void => {
  sessionStorage.clear();
  write(SIGNED_OUT, true);
};

export const wasSignedOut = (): boolean => read(SIGNED_OUT) === true;
