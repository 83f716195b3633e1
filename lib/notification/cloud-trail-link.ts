/** Where an account's owner finds the record itself. */
import type { RoleAccess } from '../access/role-access.ts';
import { parseArn } from '../kernel/arn.ts';
import { findPartition, partitionOfRegionName } from '../kernel/partition.ts';

/** What the link needs: of an access, or of anything else that was recorded. */
export type Recorded = Pick<RoleAccess, 'eventId' | 'recorded' | 'role'>;

/** Link to the event in CloudTrail's event history of the Region that recorded it. */
export const cloudTrailLink = ({ role, recorded, eventId }: Recorded): string => {
  const home =
    findPartition(parseArn(role?.arn ?? '')?.partition ?? '') ?? partitionOfRegionName(recorded.region);
  // Old records of sign-ins say "global".
  const region = /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(recorded.region)
    ? recorded.region
    : (home?.globalRegion ?? 'us-east-1');
  const host = home?.consoleHost ?? 'console.aws.amazon.com';
  return `https://${region}.${host}/cloudtrailv2/home?region=${region}#/events/${eventId}`;
};
