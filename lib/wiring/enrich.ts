/** `enrich`: a later look at an access -> what AWS can be asked, and what is said because of it. */
import { connectAccountNames, connectLookUps, connectRoleTrust } from '../aws/connect-enrich.ts';
import { awsEnvironment, enrichEnvironment } from '../config/environment.ts';
import type { EnrichEffects } from '../usecases/enrich-access.ts';
import { enrichBatch, type EnrichMessage } from '../usecases/enrich-batch.ts';
import { openRecording } from './record.ts';

/** Answers the ids of the messages that must come back. */
export type WiredEnrich = (
  messages: readonly EnrichMessage[],
  remainingMs: () => number,
) => Promise<readonly string[]>;

export const wireEnrich = (): WiredEnrich => {
  const environment = enrichEnvironment();
  const settings = awsEnvironment();
  const { effects: recording } = openRecording(environment);
  const { policy, clock, metrics } = recording;
  const effects: Omit<EnrichEffects, 'remainingMs'> = {
    ...recording,
    trail: connectLookUps(settings, clock),
    readTrust: connectRoleTrust(settings, clock),
    ownAccountId: environment.ownAccountId,
    refused: new Map(),
    ...(policy.organization === true && { nameAccount: connectAccountNames(settings) }),
  };
  return async (messages, remainingMs) => {
    try {
      return await enrichBatch({ ...effects, remainingMs }, messages);
    } finally {
      metrics.flush();
    }
  };
};
