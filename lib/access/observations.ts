/** Facts worth a second look. Each carries the sentence that explains it. */

export const OBSERVATION_CODES = [
  // What the record itself tells.
  'denied',
  'no-mfa',
  'service-entered',
  'chained-session',
  'root-caller',
  // What was not seen on the role before.
  'first-principal',
  'first-account',
  'first-network',
  'first-agent',
  'new-service',
  'baseline-incomplete',
  // What the configuration did not expect.
  'unexpected-account',
  'no-source-identity',
  'no-external-id',
  'out-of-hours',
  'long-session',
  'session-policy',
  'session-tags',
  // What several records tell together, or a later look.
  'repeated-denials',
  'unpinned-source-identity',
  'used-elsewhere',
  'unknown-session',
] as const;
export type ObservationCode = (typeof OBSERVATION_CODES)[number];

export interface Observation {
  readonly code: ObservationCode;
  readonly reason: string;
}

/**
 * What each of them means, whatever the access: for the page and the documentation. The reason of an observation says
 * the same about one access (`observation-reasons.ts`).
 */
export const OBSERVATION_MEANINGS: Readonly<Record<ObservationCode, string>> = {
  denied: 'AWS refused the attempt.',
  'no-mfa':
    'The record says that no second factor was used. Never said of federation, where no record can tell.',
  'service-entered': 'An AWS service took the role that is not among its expected `services`.',
  'chained-session': 'The caller was itself in a role session: the person is one step further back.',
  'root-caller': 'The root user of an account made the call.',
  'first-principal': 'This caller has not entered the role before.',
  'first-account': 'Nobody from the caller’s account has entered the role before.',
  'first-network': 'Nobody has entered the role from this network before (/24, for IPv6 /48).',
  'first-agent': 'Nobody has entered the role with this kind of program before.',
  'new-service': 'This AWS service has not entered the role before.',
  'baseline-incomplete':
    'Something is not known on this role yet, but Rolecall has not watched it for long enough to call it new.',
  'unexpected-account':
    'The caller’s account is not among the `expectedAccounts` of the role; without them neither ours nor trusted.',
  'no-source-identity':
    'The session has no source identity, so that what it does in further roles will not carry a person’s name.',
  'no-external-id': 'No external ID was passed, although the role is for a third party (`thirdParty`).',
  'out-of-hours': 'It happened outside of the `workingHours` of the owner, in the owner’s time zone.',
  'long-session': 'The session may last longer than `longestHours` of the role.',
  'session-policy': 'The session was opened with a session policy.',
  'session-tags': 'The session carries tags that sound like a privilege, or that go on into further roles.',
  'repeated-denials': 'At least five attempts of this caller were refused within one window of repeats.',
  'unpinned-source-identity':
    'The trust policy does not pin the source identity: the caller could have chosen another name.',
  'used-elsewhere': 'The session was used from another address than the one the role was entered from.',
  'unknown-session':
    'An exception was made for the role the caller came from, which names no person, and this session of it was not known.',
};
