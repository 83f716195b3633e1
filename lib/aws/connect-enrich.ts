/** The clients that only enrichment needs. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Trail } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import { nameAccounts } from './account-names.ts';
import { type ClientSettings, clientConfiguration } from './clients.ts';
import { cloudTrailClients, lookUpWith } from './cloud-trail.ts';
import { readRoleTrust } from './read-role-trust.ts';
import { pacePerRegion } from './trail-pace.ts';

/**
 * Two instances of the function may ask at once, and the sweep beside them: together they stay near the two requests a
 * second that AWS allows.
 */
const PAUSE_MS = 1_500;

export const connectLookUps = (settings: ClientSettings, clock: Clock): Pick<Trail, 'lookUp'> => {
  const clientFor = cloudTrailClients(
    (region) => new CloudTrailClient({ ...clientConfiguration({ ...settings, region }), maxAttempts: 2 }),
  );
  return { lookUp: lookUpWith({ clientFor }, pacePerRegion(clock, PAUSE_MS)) };
};

export const connectRoleTrust = (
  settings: ClientSettings,
  clock: Clock,
): ((roleArn: string) => Promise<string | undefined>) =>
  readRoleTrust(new IAMClient(clientConfiguration(settings)), clock);

export const connectAccountNames = (
  settings: ClientSettings,
): ((accountId: string) => Promise<string | undefined>) =>
  nameAccounts(new OrganizationsClient(clientConfiguration(settings)));
