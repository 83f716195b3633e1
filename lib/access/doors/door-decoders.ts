/** Every door there is: the list behind the rules and behind the code. The first that reads a record decides. */
import { BLINDING_DOORS } from './blinding-doors.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { FEDERATION_DOORS } from './federation-doors.ts';
import { heedActor } from './heed-actor.ts';
import { IAM_DOORS } from './iam-doors.ts';
import { LOGIN_DOORS } from './login-doors.ts';
import { RESOURCE_DOORS } from './resource-doors.ts';
import { ROOT_ACTIVITY_DOOR } from './root-activity-door.ts';

export const DOOR_DECODERS: readonly DoorDecoder[] = [
  ...BLINDING_DOORS,
  ...IAM_DOORS,
  ...FEDERATION_DOORS,
  ...LOGIN_DOORS,
  ...RESOURCE_DOORS,
  // It covers every event there is.
  ROOT_ACTIVITY_DOOR,
].map(heedActor);
