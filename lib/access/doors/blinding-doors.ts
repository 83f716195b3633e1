/** Attempts to blind whoever watches: trails, rules, detectors, and Rolecall itself. */
import { DETECTION_DOORS } from './detection-doors.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { KEY_DOORS } from './key-doors.ts';
import { LOG_DOORS } from './log-doors.ts';
import { OWN_PARAMETER_DOORS } from './own-parameter-doors.ts';
import { OWN_STACK_DOORS } from './own-stack-doors.ts';
import { RULE_DOORS } from './rule-doors.ts';
import { TRAIL_BUCKET_DOORS } from './trail-bucket-doors.ts';
import { TRAIL_DOORS } from './trail-doors.ts';

/** Rolecall's own come first: what is done to them is never somebody else's affair. */
export const BLINDING_DOORS: readonly DoorDecoder[] = [
  ...OWN_STACK_DOORS,
  ...OWN_PARAMETER_DOORS,
  ...TRAIL_DOORS,
  ...TRAIL_BUCKET_DOORS,
  ...RULE_DOORS,
  ...DETECTION_DOORS,
  ...LOG_DOORS,
  ...KEY_DOORS,
];
