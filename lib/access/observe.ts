/** Facts worth a second look that the record itself holds. */
import { chainedSession, denied, noMfa, rootCaller, serviceEntered } from './observation-reasons.ts';
import type { Observation, ObservationCode } from './observations.ts';
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
  ...when(
    access.caller.type === 'role-session' || access.caller.principalId?.startsWith('AROA') === true,
    chainedSession(),
  ),
  ...when(access.caller.type === 'root', rootCaller()),
];

const when = (holds: boolean, observation: Observation): readonly Observation[] =>
  holds ? [observation] : [];
