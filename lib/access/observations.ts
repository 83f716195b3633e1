/** Facts worth a second look, found in the record itself. Each carries the sentence that explains it. */

export const OBSERVATION_CODES = [
  'denied',
  'no-mfa',
  'service-entered',
  'chained-session',
  'root-caller',
] as const;
export type ObservationCode = (typeof OBSERVATION_CODES)[number];

export interface Observation {
  readonly code: ObservationCode;
  readonly reason: string;
}
