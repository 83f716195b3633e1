/** Identity providers, Roles Anywhere, Identity Center, organizations, Regions. */
import { DELEGATION_REQUEST_DOOR } from './delegation-request-door.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { IDENTITY_PROVIDER_DOOR } from './identity-provider-door.ts';
import { IDENTITY_CENTER_SETUP_DOOR, IDENTITY_SOURCE_DOOR } from './identity-source-door.ts';
import { IDENTITY_STORE_DOORS } from './identity-store-door.ts';
import { ORGANIZATION_DOOR } from './organization-door.ts';
import { PERMISSION_SET_DOOR } from './permission-set-door.ts';
import { REGION_DOOR } from './region-door.ts';
import { ROLES_ANYWHERE_DOOR } from './roles-anywhere-door.ts';

export const FEDERATION_DOORS: readonly DoorDecoder[] = [
  IDENTITY_PROVIDER_DOOR,
  DELEGATION_REQUEST_DOOR,
  ROLES_ANYWHERE_DOOR,
  PERMISSION_SET_DOOR,
  IDENTITY_CENTER_SETUP_DOOR,
  IDENTITY_SOURCE_DOOR,
  ...IDENTITY_STORE_DOORS,
  ORGANIZATION_DOOR,
  REGION_DOOR,
];
