/** What keeps an access from being muted, whatever was announced: something about it is new, or wrong. */
import type { ObservationCode } from '../access/observations.ts';

/** By code, with the reason. What is not here is a habit of the announced caller, and stays noted in the history. */
export const NEVER_MUTED = {
  denied: 'Whoever was announced is let in; a refusal is somebody who tries.',
  'root-caller': 'Root is nobody’s planned way in.',
  'service-entered': 'A service that is not expected in the role was not announced either.',
  'first-principal': 'An exception is for somebody who is known there.',
  'first-account': 'Nobody from there was known when it was announced.',
  'first-network': 'The announced credentials may be somebody else’s now.',
  'first-agent': 'The announced credentials may be in another program.',
  'new-service': 'A service that was never there was not announced.',
  'baseline-incomplete': 'Whether this is new cannot be said yet, so that it counts as new.',
  'unexpected-account': 'The configuration says that nobody is expected from there.',
  'no-external-id': 'Without an external ID a vendor can be made to enter for somebody else.',
  'session-tags': 'Tags can give more rights than were announced.',
  'repeated-denials': 'Somebody is trying.',
  'unpinned-source-identity': 'The name that was announced could have been chosen by anybody.',
  'unknown-session': 'A role names no person: nobody can say that it was the one who was announced.',
  'used-elsewhere': 'The session is in other hands, or goes another way than was announced.',
} as const satisfies Partial<Record<ObservationCode, string>>;

export const isNeverMuted = (code: ObservationCode): code is keyof typeof NEVER_MUTED =>
  Object.hasOwn(NEVER_MUTED, code);
