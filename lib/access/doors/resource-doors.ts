/** Policies, ACLs and shares that let an outside account in. */
import type { DoorDecoder } from './door-decoder.ts';

export const RESOURCE_DOORS: readonly DoorDecoder[] = [];
