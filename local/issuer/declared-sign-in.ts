/** What the packaged template says of signing in, with this laptop's addresses in it. */
import { textAt } from '../../lib/kernel/json.ts';
import type { Topology } from '../topology.ts';
import type { DeclaredSignIn } from './issuer-server.ts';

export interface SignInPlaces {
  /** `rolecall.yml` after it was decoded. */
  readonly policy: unknown;
  readonly pageUrl: string;
}

/** Where the command line waits for the browser. */
export const COMMAND_LINE_CALLBACK = 'http://localhost:7424/signed-in';

/** `undefined`: no route asks for a token. */
export function declaredSignIn(
  { routes, clients, functions }: Pick<Topology, 'routes' | 'clients' | 'functions'>,
  { policy, pageUrl }: SignInPlaces,
): DeclaredSignIn | undefined {
  const authorizer = routes.find((route) => route.authorizer !== undefined)?.authorizer;
  if (authorizer === undefined) return undefined;
  const here = (url: string): readonly string[] => localUrls(url, pageUrl);
  const groupsClaim = textAt(policy, 'signIn', 'groupsClaim') ?? 'cognito:groups';
  const [audience] = authorizer.audience;
  const clientId =
    functions.find(({ key }) => key === 'history')?.environment['SIGN_IN_CLIENT_ID'] ?? audience ?? '';
  const [own] = clients;
  if (own !== undefined) {
    const client = {
      ...own,
      callbackUrls: own.callbackUrls.flatMap(here),
      logoutUrls: own.logoutUrls.flatMap(here),
    };
    return { issuer: authorizer.issuer, clients: [client], groupsClaim };
  }
  const pages = here(`${pageUrl}/`);
  const client = { clientId, callbackUrls: [...pages, COMMAND_LINE_CALLBACK], logoutUrls: pages };
  return {
    issuer: authorizer.issuer,
    clients: [client],
    groupsClaim,
    ...(audience === undefined ? {} : { audience }),
  };
}

/** The template writes the page's address as API Gateway would give it; on a laptop it has two names. */
function localUrls(url: string, pageUrl: string): readonly string[] {
  const local = url.replace(/^https:\/\/[^/]+\.execute-api\.[^/]+/, pageUrl);
  return local.startsWith(pageUrl) ? [local, local.replace('127.0.0.1', 'localhost')] : [local];
}
