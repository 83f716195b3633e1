/** The messages of the enrichment queue: one look each. One that fails comes back, and keeps no other from its turn. */
import { numberAt, parseJson, textAt } from '../kernel/json.ts';
import { type EnrichmentRequest, ROUND_SECONDS } from './ask-enrichment.ts';
import { type EnrichEffects, enrichAccess } from './enrich-access.ts';

export interface EnrichMessage {
  readonly messageId: string;
  readonly body: string;
}

/** Answers the ids of the messages that must come back. */
export const enrichBatch = async (
  effects: EnrichEffects,
  messages: readonly EnrichMessage[],
): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const { messageId, body } of messages) {
    const request = readRequest(body);
    try {
      if (request === undefined) throw new Error('The message is no request of ours.');
      await enrichAccess(effects, request);
    } catch (cause) {
      // It goes the way of the dead letters when it fails again and again, and an alarm says so.
      effects.logger.error(
        'enrichment-failed',
        { accessId: request?.accessId, round: request?.round },
        cause,
      );
      failed.push(messageId);
    }
  }
  return failed;
};

const readRequest = (body: string): EnrichmentRequest | undefined => {
  const said = parseJson(body);
  const [accessId, round] = [textAt(said, 'accessId'), numberAt(said, 'round')];
  return accessId !== undefined && ROUNDS.some((known) => known === round) && round !== undefined
    ? { accessId, round }
    : undefined;
};

const ROUNDS = ROUND_SECONDS.map((_seconds, index) => index + 1);
