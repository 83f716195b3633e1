/** Roles, users, their rights and credentials. */
import type { DoorDecoder } from './door-decoder.ts';

export const IAM_DOORS: readonly DoorDecoder[] = [];
