/** The person (or program) in words, for the owner and for the client. */
import type { Caller, CallerType, Certainty } from '../access/caller.ts';
import { splitDelegate } from '../access/delegation.ts';
import { ISSUER, isNamedByIdentityCenter } from '../access/role-caller.ts';
import { oneLine } from '../kernel/one-line.ts';

/** Longest name that is shown; SAML and OIDC names have no limit of their own. */
const NAME_LENGTH = 100;

/** What a reader should think of the name, in a few words. */
export const namedBy = (caller: Caller): string => {
  if (caller.certainty !== 'asserted') return CERTAINTY_WORDS[caller.certainty];
  return isNamedByIdentityCenter(caller) ? BY_PROVIDER : ASSERTED_WORDS[caller.type];
};

const BY_PROVIDER = 'named by the identity provider';
const BY_AWS = 'named by AWS';

const ASSERTED_WORDS: Readonly<Record<CallerType, string>> = {
  'iam-user': BY_AWS,
  root: BY_AWS,
  'aws-service': BY_AWS,
  'role-session': BY_AWS,
  'saml-user': BY_PROVIDER,
  'web-identity': BY_PROVIDER,
  'identity-center-user': BY_PROVIDER,
  certificate: 'named by its certificate',
  'federated-user': BY_AWS,
  'other-account': BY_AWS,
  unknown: BY_AWS,
};

const CERTAINTY_WORDS: Readonly<Record<Exclude<Certainty, 'asserted'>, string>> = {
  resolved: 'found by joining CloudTrail records',
  claimed: 'a name the caller chose, not verified',
  unknown: 'nobody is named in the record',
};

/** The name, and behind it the account that a call was delegated to, which is never cut away. */
export const callerName = (caller: Caller): string => {
  const { name, provider } = splitDelegate(caller);
  return `${oneLine(name, NAME_LENGTH)}${oneLine(provider, NAME_LENGTH)}`;
};

const shortName = (caller: Caller, length: number): string => oneLine(splitDelegate(caller).name, length);

/** Callers that are programs, whatever name they carry. */
export const PROGRAMS: readonly CallerType[] = ['aws-service', 'web-identity', 'certificate'];

/** Callers whose asserted name is a person's or an account's own name for one. */
const PEOPLE: readonly CallerType[] = ['iam-user', 'saml-user', 'role-session', 'other-account'];

export interface Home {
  /** Name of the account the caller comes from, where the configuration has one. */
  readonly name?: string;
  /** True when the caller comes from the account that was entered. */
  readonly same: boolean;
}

/** Subject of the owner's sentence: never more certain than the record. */
export const callerForOwner = (caller: Caller, home: Home): string => {
  const from =
    caller.accountId === undefined || home.same ? '' : ` from ${home.name ?? `account ${caller.accountId}`}`;
  const provider = oneLine(splitDelegate(caller).provider, NAME_LENGTH);
  if (caller.certainty === 'claimed') {
    return `Somebody calling themselves “${shortName(caller, NAME_LENGTH)}”${provider}${from}`;
  }
  if (caller.certainty === 'unknown') {
    const known = /^somebody/i.test(caller.label) ? '' : ` (${callerName(caller)})`;
    return `Somebody not named in the record${known}${from}`;
  }
  return `${callerName(caller)}${from}`;
};

/** The same person in a title, where every word counts. */
export const callerInTitle = (caller: Caller, home: Home): string => {
  const from = caller.accountId === undefined || home.same ? '' : ` from ${home.name ?? caller.accountId}`;
  const name = shortName(caller, 48);
  const provider = splitDelegate(caller).provider === '' ? '' : ' (by a product provider)';
  return caller.certainty === 'claimed'
    ? `"${name}" (unverified)${provider}${from}`
    : `${name}${provider}${from}`;
};

/** Subject of the client's sentence: a verified name, or a plain description; no ids and nothing the caller made up. */
export const callerForClient = (caller: Caller, home: Home): string => {
  if (caller.type === 'root') return 'The root user';
  if (caller.type === 'aws-service' || isOfAws(caller)) return 'An AWS service';
  if (PROGRAMS.includes(caller.type) || caller.service !== undefined) return 'An automated job';
  const { provider } = splitDelegate(caller);
  return provider === ''
    ? personForClient(caller, home)
    : `${personForClient(caller, home)}, through a product provider`;
};

/** A role that only a service of AWS itself can be in. */
const isOfAws = ({ evidence }: Caller): boolean =>
  evidence.some(({ source, certainty }) => source === ISSUER && certainty === 'asserted');

const personForClient = (caller: Caller, home: Home): string => {
  const verified = caller.certainty === 'asserted' || caller.certainty === 'resolved';
  const name = shortName(caller, NAME_LENGTH);
  if (verified && PEOPLE.includes(caller.type) && isPlain(name)) {
    return home.name === undefined ? name : `${name} (${home.name})`;
  }
  if (home.name !== undefined) return `A person from ${home.name}`;
  return caller.accountId === undefined ? 'A person' : 'A person from another company';
};

/** Words a client can read: no account number, ARN, id of AWS's or of a directory, or address in them. */
const isPlain = (name: string): boolean =>
  !/\d{12}|arn:|[0-9a-f]{8}-[0-9a-f]{4}-|\b(?:A3T|AIDA|AROA|AKIA|ASIA)[A-Z0-9]{8}|\b\d{1,3}(?:\.\d{1,3}){3}\b/.test(
    name,
  );
