/** Attempts to blind whoever watches: trails, rules, detectors, and Rolecall itself. */
import type { DoorDecoder } from './door-decoder.ts';

export const BLINDING_DOORS: readonly DoorDecoder[] = [];
