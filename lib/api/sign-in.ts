/** Where somebody signs in: what the issuer says of itself, passed on to the page and the command line. */
import type { Env, Hono } from 'hono';
import type { Clock } from '../kernel/clock.ts';
import type { SendHttp } from '../kernel/http.ts';
import { compact, parseJson, textAt } from '../kernel/json.ts';
import type { SignInAnswer } from './contract.ts';
import { refuse } from './refuse.ts';

export interface SignInSettings {
  /** As in the tokens' `iss`, character by character. */
  readonly issuer: string;
  readonly clientId: string;
  /** Between spaces. */
  readonly scope: string;
  /** What the issuer has to be asked for so that its access tokens are for us; most need no asking. */
  readonly audience?: string;
}

export interface SignInNeeds {
  readonly sendHttp: SendHttp;
  readonly clock: Pick<Clock, 'now'>;
  /** The laptop's issuer is on loopback. Nowhere else is plain http taken. */
  readonly isLocal: boolean;
}

export interface SignIn {
  /** `undefined`: the issuer could not be asked just now. */
  readonly describe: () => Promise<SignInAnswer | undefined>;
  /** Where the page must be allowed to connect to. */
  readonly origins: () => Promise<readonly string[]>;
}

const TIME_LIMIT_MS = 3_000;
/** So long an issuer that did not answer is left alone. */
const PAUSE_MS = 15_000;

/**
 * Asks the issuer once per sandbox, when it is first needed; everybody who comes meanwhile waits for the same answer, and a
 * failure is tried again after a pause.
 * https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export const signInAt = (settings: SignInSettings, needs: SignInNeeds): SignIn => {
  let asked: { readonly at: number; readonly answer: Promise<SignInAnswer | undefined> } | undefined;
  const describe = async (): Promise<SignInAnswer | undefined> => {
    const now = needs.clock.now().getTime();
    const current = asked ?? { at: now, answer: discover(settings, needs) };
    asked = current;
    const answer = await current.answer;
    if (answer !== undefined || now < current.at + PAUSE_MS) return answer;
    if (asked === current) asked = undefined;
    return describe();
  };
  const origins = async (): Promise<readonly string[]> => originsOf(settings.issuer, await describe());
  return { describe, origins };
};

/** `GET /sign-in.json`: public, like the page's files. */
export const addSignIn = <E extends Env>(app: Hono<E>, signIn: SignIn): void => {
  app.get('/sign-in.json', async (c) => {
    const answer = await signIn.describe();
    return answer === undefined
      ? refuse(c, 'history-unavailable', 'The issuer of sign-ins does not answer just now. Try again.')
      : c.json<SignInAnswer>(answer);
  });
};

const originsOf = (issuer: string, answer: SignInAnswer | undefined): readonly string[] => {
  const { tokenEndpoint, revocationEndpoint } = answer ?? {};
  const known = [issuer, tokenEndpoint, revocationEndpoint].flatMap((address) =>
    address !== undefined && URL.canParse(address) ? [new URL(address).origin] : [],
  );
  return [...new Set(known)];
};

const discover = async (
  settings: SignInSettings,
  { sendHttp, isLocal }: SignInNeeds,
): Promise<SignInAnswer | undefined> => {
  const answer = await sendHttp({
    method: 'GET',
    url: `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    headers: { accept: 'application/json' },
    timeoutMs: TIME_LIMIT_MS,
  });
  return answer.kind === 'answered' && answer.status === 200
    ? readDiscovery(parseJson(answer.body), settings, isLocal)
    : undefined;
};

/** Nothing of a document that speaks for another issuer; no address that would carry codes and tokens in the open. */
const readDiscovery = (
  document: unknown,
  settings: SignInSettings,
  isLocal: boolean,
): SignInAnswer | undefined => {
  const address = (name: string): string | undefined => {
    const text = textAt(document, name);
    return text !== undefined && isSafe(text, isLocal) ? text : undefined;
  };
  const authorizationEndpoint = address('authorization_endpoint');
  const tokenEndpoint = address('token_endpoint');
  if (textAt(document, 'issuer') !== settings.issuer) return undefined;
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined) return undefined;
  return compact({
    ...settings,
    authorizationEndpoint,
    tokenEndpoint,
    endSessionEndpoint: address('end_session_endpoint'),
    revocationEndpoint: address('revocation_endpoint'),
  });
};

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const isSafe = (text: string, isLocal: boolean): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (isLocal && protocol === 'http:' && LOOPBACK.includes(hostname));
};
