/** Identity providers, Roles Anywhere, Identity Center, organizations, Regions. */
import type { DoorDecoder } from './door-decoder.ts';

export const FEDERATION_DOORS: readonly DoorDecoder[] = [];
