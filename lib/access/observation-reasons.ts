/** The reasons of observations, in words. Whoever observes something takes its sentence from here. */
import type { Observation, ObservationCode } from './observations.ts';

const because =
  <Parts extends readonly unknown[]>(code: ObservationCode, say: (...parts: Parts) => string) =>
  (...parts: Parts): Observation => ({ code, reason: say(...parts) });

// What the record itself tells.

export const denied = because(
  'denied',
  (errorCode: string | undefined) => `AWS refused the attempt (${errorCode ?? 'no error code'}).`,
);

export const noMfa = because('no-mfa', () => 'The record says that the caller had not used a second factor.');

export const serviceEntered = because('service-entered', () => 'An AWS service took the role, not a person.');

export const chainedSession = because(
  'chained-session',
  () => 'The caller was already in a role: the person is one step further back.',
);

export const rootCaller = because('root-caller', () => 'The root user of an account made the call.');

// What was not seen on the role before.

export const firstPrincipal = because(
  'first-principal',
  () => 'First time: this caller has not entered the role before.',
);

export const firstAccount = because(
  'first-account',
  (accountId: string) => `First time: nobody from account ${accountId} has entered the role before.`,
);

export const firstNetwork = because(
  'first-network',
  (network: string) => `First time: nobody has entered the role from the network ${network} before.`,
);

/** `agent`: how the program is called, "Terraform". */
export const firstAgent = because(
  'first-agent',
  (agent: string) => `First time: nobody has entered the role with ${agent} before.`,
);

export const newService = because(
  'new-service',
  (service: string) => `First time: ${service} has not entered the role before.`,
);

/** `since`: ISO 8601; absent when this is the first that Rolecall hears of the role. */
export const baselineIncomplete = because('baseline-incomplete', (since: string | undefined) => {
  const watched =
    since === undefined
      ? 'has only begun to watch this role'
      : `has watched this role since ${since.slice(0, 10)}`;
  return `Rolecall ${watched} and cannot say yet whether this is new.`;
});

// What the configuration did not expect.

export const unexpectedAccount = because(
  'unexpected-account',
  (accountId: string) => `Account ${accountId} is not among those that are expected to enter the role.`,
);

export const noSourceIdentity = because(
  'no-source-identity',
  () => 'No source identity was set: what the session does in further roles will not carry a person’s name.',
);

export const noExternalId = because(
  'no-external-id',
  () => 'No external ID was passed, although the role is for a third party.',
);

/** `local`: weekday and time of the owner, "Sunday, 03:12"; `zone`: IANA name. */
export const outOfHours = because(
  'out-of-hours',
  ({ local, zone, owner }: { readonly local: string; readonly zone: string; readonly owner: string }) =>
    `It was ${local} in ${zone}: outside of the working hours of ${owner}.`,
);

export const longSession = because(
  'long-session',
  ({ seconds, longestHours }: { readonly seconds: number; readonly longestHours: number }) =>
    `The session may last ${duration(seconds)}; more than ${hours(longestHours)} is not usual for the role.`,
);

const hours = (count: number): string => `${String(count)} ${count === 1 ? 'hour' : 'hours'}`;

const duration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60;
  return `${hours(Math.floor(minutes / 60))}${rest === 0 ? '' : ` ${String(rest)} minutes`}`;
};

/** `policies`: ARNs, and words for one without a name. */
export const sessionPolicy = because(
  'session-policy',
  (policies: readonly string[]) =>
    `The session was opened with a session policy: ${someOf(policies)}. It may do less than the role.`,
);

export const privilegedTags = because(
  'session-tags',
  (keys: readonly string[]) => `The session carries tags that sound like a privilege: ${someOf(keys)}.`,
);

export const transitiveTags = because(
  'session-tags',
  (keys: readonly string[]) => `The session carries tags that go on into further roles: ${someOf(keys)}.`,
);

// What several records tell together, or a later look.

export const repeatedDenials = because(
  'repeated-denials',
  ({ count, minutes }: { readonly count: number; readonly minutes: number }) =>
    `At least ${String(count)} attempts of this caller were refused within ${String(minutes)} minutes.`,
);

export const unpinnedSourceIdentity = because(
  'unpinned-source-identity',
  () =>
    'The trust policy of the role does not pin the source identity: the caller could have chosen another name.',
);

/** Two addresses, or an address and what else is known of a place. */
export const usedElsewhere = because(
  'used-elsewhere',
  ({ entered, used }: { readonly entered: string; readonly used: string }) =>
    `The role was entered from ${entered}, and the session was used from ${used}.`,
);

/** `session`: its names, in words. */
export const unknownSession = because(
  'unknown-session',
  (session: string) =>
    `An exception was made for the caller’s role, but nobody can say who of those in it this is: session ${session} was not known there. To announce one person, pin a source identity.`,
);

const MOST_NAMED = 3;
const LONGEST_NAME = 128;

const someOf = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).map((name) => name.slice(0, LONGEST_NAME));
  return `${named.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
};
