/** Asks for a later look at an access: who it was, as far as AWS can be asked. Never before its first notice. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';

/** A message of the enrichment queue. */
export interface EnrichmentRequest {
  readonly accessId: string;
  /** 1, 2, 3: a minute, five and fifteen after the row was written. */
  readonly round: number;
}

export type QueueEnrichment = (request: EnrichmentRequest, delaySeconds: number) => Promise<void>;

export interface AskEnrichmentEffects {
  readonly clock: Clock;
  /** Throws when the queue does not take it: the record comes back then, and asks again. */
  readonly enrich?: QueueEnrichment;
}

/** How long after the row was written each round begins: CloudTrail's event history lags behind by minutes. */
export const ROUND_SECONDS = [60, 300, 900] as const;

/** Whoever comes later than the last round has been looked at, or a crash was mended too late for anybody to care. */
const YOUNG_SECONDS = 15 * 60;

/** Safe to repeat, also for a row that was there already: a second request finds nothing left to do. */
export const askEnrichment = async (
  { clock, enrich }: AskEnrichmentEffects,
  row: AccessRow,
): Promise<void> => {
  if (enrich === undefined || !canBeEnriched(row)) return;
  const recorded = parseIso(row.recordedAt)?.getTime() ?? 0;
  if (clock.now().getTime() - recorded > YOUNG_SECONDS * 1000) return;
  await enrich({ accessId: row.accessId, round: 1 }, ROUND_SECONDS[0]);
};

/** Repeats equal their first, for whom AWS was asked; of a service and of our own canary there is nothing to find out. */
export const canBeEnriched = ({ access, groupedWith, canary }: AccessRow): boolean =>
  access !== undefined &&
  groupedWith === undefined &&
  canary !== true &&
  access.caller.type !== 'aws-service' &&
  mayTell(access);

/** A refused attempt opened no session and tells of no role: only who made it can be followed. */
const mayTell = ({ outcome, caller }: RoleAccess): boolean =>
  outcome === 'success' || caller.type === 'role-session';
