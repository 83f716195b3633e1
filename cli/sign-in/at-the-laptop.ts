/** The laptop's issuer sends whoever was chosen at its start back at once: no browser is needed. */
import { SignInError } from './addresses.ts';
import type { WayIn } from './tokens.ts';

/** Of a laptop at which everybody has to choose, the terminal is its responder. */
const HINT = 'responder';

export const atTheLaptop: WayIn = async (address) => {
  const first = await come(address);
  if (first !== undefined) return first;
  address.searchParams.set('login_hint', HINT);
  const second = await come(address);
  if (second === undefined) throw new SignInError('The laptop did not sign you in. Is it still running?');
  return second;
};

const come = async (address: URL): Promise<URLSearchParams | undefined> => {
  const response = await fetch(address, { redirect: 'manual' }).catch(() => undefined);
  const location = response?.headers.get('location') ?? undefined;
  return location === undefined || !URL.canParse(location) ? undefined : new URL(location).searchParams;
};
