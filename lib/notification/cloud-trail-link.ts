/** Where an account's owner finds the record itself. */
import type { RoleAccess } from '../access/role-access.ts';

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Link to the event in CloudTrail's event history of the Region that recorded it. */
export const cloudTrailLink = (access: RoleAccess): string => {
  const partition = access.role?.arn.split(':')[1] ?? 'aws';
  const region = /^[a-z]{2}(-[a-z]+)+-\d$/.test(access.recorded.region)
    ? access.recorded.region
    : 'us-east-1';
  const host = CONSOLES[partition] ?? 'console.aws.amazon.com';
  return `https://${region}.${host}/cloudtrailv2/home?region=${region}#/events/${access.eventId}`;
};
