/** Logins, root, federation tokens: somebody is in without having taken a designated role. */
import type { DoorDecoder } from './door-decoder.ts';

export const LOGIN_DOORS: readonly DoorDecoder[] = [];
