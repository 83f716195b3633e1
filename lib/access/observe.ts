/** Facts worth a second look that the record itself holds. */
import type { Caller } from './caller.ts';
import { chainedSession, denied, noMfa, rootCaller, serviceEntered } from './observation-reasons.ts';
import type { Observation, ObservationCode } from './observations.ts';
import { ON_BEHALF_OF } from './read-caller.ts';
import { isNamedByIdentityCenter, isProgramSession } from './role-caller.ts';
import type { RoleAccess } from './role-access.ts';

/** What a record tells without anything beside it. */
export const RECORD_CODES: readonly ObservationCode[] = [
  'denied',
  'no-mfa',
  'service-entered',
  'chained-session',
  'root-caller',
];

export const observe = (access: RoleAccess): readonly Observation[] => [
  ...when(access.outcome === 'denied', denied(access.errorCode)),
  ...when(access.mfa === 'no', noMfa()),
  ...when(access.caller.type === 'aws-service', serviceEntered()),
  ...when(isInRole(access.caller) && !isKnownAlready(access.caller), chainedSession()),
  ...when(access.caller.type === 'root', rootCaller()),
];

const isInRole = ({ type, principalId }: Caller): boolean =>
  type === 'role-session' || principalId?.startsWith('AROA') === true;

/** A program has no person behind it, and a user of Identity Center is that person. */
const isKnownAlready = (caller: Caller): boolean => {
  const [best] = caller.evidence;
  const byDirectory = best?.source === ON_BEHALF_OF && best.certainty === 'asserted';
  return byDirectory || isProgramSession(caller) || isNamedByIdentityCenter(caller);
};

const when = (holds: boolean, observation: Observation): readonly Observation[] =>
  holds ? [observation] : [];
