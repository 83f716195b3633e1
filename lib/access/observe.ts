/** Facts worth a second look that the record itself holds. */
import type { Observation } from './observations.ts';
import type { RoleAccess } from './role-access.ts';

export const observe = (access: RoleAccess): readonly Observation[] => [
  ...when(access.outcome === 'denied', {
    code: 'denied',
    reason: `AWS refused the attempt (${access.errorCode ?? 'no error code'}).`,
  }),
  ...when(access.mfa === 'no', {
    code: 'no-mfa',
    reason: 'The record says that the caller had not used a second factor.',
  }),
  ...when(access.caller.type === 'aws-service', {
    code: 'service-entered',
    reason: 'An AWS service took the role, not a person.',
  }),
  ...when(access.caller.type === 'role-session' || access.caller.principalId?.startsWith('AROA') === true, {
    code: 'chained-session',
    reason: 'The caller was already in a role: the person is one step further back.',
  }),
  ...when(access.caller.type === 'root', {
    code: 'root-caller',
    reason: 'The root user of an account made the call.',
  }),
];

const when = (holds: boolean, observation: Observation): readonly Observation[] =>
  holds ? [observation] : [];
