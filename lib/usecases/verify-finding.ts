/** One thing that is not as it was sealed or told, in a sentence for whoever has to explain it. */
import { differingPaths } from '../history/differing-paths.ts';

export const FINDING_CODES = [
  'event-changed',
  'event-missing',
  'event-added',
  'event-hidden',
  'hour-not-sealed',
  'seal-missing',
  'seal-differs',
  'seal-too-early',
  'anchor-missing',
  'anchor-broken',
  'chain-broken',
  'row-changed',
  'row-missing',
  'row-not-recorded',
  'item-hidden',
  'delivery-missing',
  'delivery-changed',
  'attempt-changed',
  'attempt-missing',
  'attempt-not-noted',
  'delivery-not-asked',
  'archive-missing',
  'exception-not-made',
  'exception-changed',
  'row-not-announced',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface VerifyFinding {
  readonly code: FindingCode;
  /** `2026-11-22T14`, UTC. */
  readonly hour?: string;
  readonly accessId?: string;
  /** May hold words that somebody put into the store: to be escaped like any other. */
  readonly words: string;
}

/** "2026-11-22 14:00 UTC" */
export const sayHour = (hour: string): string => `${hour.replace('T', ' ')}:00 UTC`;

/** " (differs: access.caller.label, route.owner)" */
export const sayDifference = (expected: unknown, found: unknown): string => {
  const paths = differingPaths(expected, found).filter((path) => path !== '');
  return paths.length === 0 ? '' : ` (differs: ${paths.join(', ')})`;
};
