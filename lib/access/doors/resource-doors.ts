/** Policies, ACLs and shares that let an outside account in. */
import { ADDED_PERMISSION_DOORS } from './added-permission-doors.ts';
import { API_DOORS } from './api-doors.ts';
import { BUCKET_ACL_DOORS } from './bucket-acl-door.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { EDGE_DOORS } from './edge-doors.ts';
import { FUNCTION_DOORS } from './function-doors.ts';
import { KEY_GRANT_DOORS } from './key-grant-door.ts';
import { NETWORK_DOORS } from './network-doors.ts';
import { POLICY_DOORS, REMOVED_POLICY_DOORS } from './policy-doors.ts';
import { PUBLIC_ACCESS_DOORS } from './public-access-doors.ts';
import { REPLICATION_DOOR } from './replication-door.ts';
import { SHARE_DOORS } from './share-doors.ts';
import { SNAPSHOT_DOORS } from './snapshot-doors.ts';

export const RESOURCE_DOORS: readonly DoorDecoder[] = [
  ...POLICY_DOORS,
  ...REMOVED_POLICY_DOORS,
  ...BUCKET_ACL_DOORS,
  REPLICATION_DOOR,
  ...PUBLIC_ACCESS_DOORS,
  ...KEY_GRANT_DOORS,
  ...ADDED_PERMISSION_DOORS,
  ...API_DOORS,
  ...FUNCTION_DOORS,
  ...SNAPSHOT_DOORS,
  ...SHARE_DOORS,
  ...NETWORK_DOORS,
  ...EDGE_DOORS,
];
