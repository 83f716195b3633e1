/** Roles, users, their rights and credentials. */
import type { DoorDecoder } from './door-decoder.ts';
import { IAM_USER_DOOR } from './iam-user-door.ts';
import { MANAGED_POLICY_DOOR } from './managed-policy-door.ts';
import { ROLE_CHANGE_DOOR } from './role-change-door.ts';
import { ROLE_RIGHTS_DOOR } from './role-rights-door.ts';
import { TRUST_DOOR } from './trust-door.ts';
import { USER_CREDENTIAL_DOOR } from './user-credential-door.ts';
import { USER_RIGHTS_DOOR } from './user-rights-door.ts';

export const IAM_DOORS: readonly DoorDecoder[] = [
  TRUST_DOOR,
  ROLE_RIGHTS_DOOR,
  MANAGED_POLICY_DOOR,
  ROLE_CHANGE_DOOR,
  IAM_USER_DOOR,
  USER_CREDENTIAL_DOOR,
  USER_RIGHTS_DOOR,
];
