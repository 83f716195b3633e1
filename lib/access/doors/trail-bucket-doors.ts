/** Buckets in which a trail keeps its files, as far as their names tell. Rolecall's own buckets: own-stack-doors.ts. */
import { type JsonObject, numberAt } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { called, nameOf, parametersOf, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { isRefused } from './act.ts';
import { grantInRecord } from './policy-doors.ts';
import { listOf, seek, seekText } from './seek.ts';
import { trailFinding } from './trail-doors.ts';

const S3 = 's3.amazonaws.com';

/** `aws-cloudtrail-logs-...` is the console's default, `aws-controltower-logs-...` Control Tower's. */
const OF_TRAIL = /cloud-?trail|controltower-logs|trail-?logs/i;

const isOfTrail = (record: JsonObject): boolean =>
  OF_TRAIL.test(nameOf(record, 'bucketName', 'bucket') ?? '');

const WEIGHED = {
  trail: { weight: 'normal', because: 'by its name the bucket keeps what a trail wrote' },
  other: { weight: 'recorded', because: 'by its name no trail writes into the bucket' },
  harmless: { weight: 'recorded', because: 'what a trail wrote is kept long enough' },
} as const;

const told = (record: JsonObject, did: string, weighed: keyof typeof WEIGHED): DoorFinding => {
  const name = shownName(record, 'bucketName', 'bucket');
  return trailFinding(
    record,
    { type: 'bucket', name },
    `${called('bucket', name)} ${was(record)} ${did}`,
    WEIGHED[weighed],
  );
};

/** An attack has time until then; whoever looks afterwards finds nothing. */
const SHORTEST_DAYS = 90;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
const lifecycle: DoorDecoder['read'] = (record) => {
  if (!isOfTrail(record)) return undefined;
  const days = listOf(seek(parametersOf(record), 'Rule', 'Rules'))
    .map((rule) => numberAt(seek(rule, 'Expiration'), 'Days'))
    .filter((found) => found !== undefined);
  const shortest = Math.min(...days);
  if (!Number.isFinite(shortest))
    return told(record, 'given other rules for how long files are kept', 'harmless');
  const did = `set to delete its files after ${shortest} ${shortest === 1 ? 'day' : 'days'}`;
  return told(record, did, shortest < SHORTEST_DAYS ? 'trail' : 'harmless');
};

const versioning: DoorDecoder['read'] = (record) => {
  if (!isOfTrail(record)) return undefined;
  const isSuspended = seekText(parametersOf(record), 'Status') === 'Suspended';
  return isSuspended
    ? told(record, 'set to keep no older versions of its files', 'trail')
    : told(record, 'set to keep older versions of its files', 'harmless');
};

/** One that opens the bucket to outside, or cannot be read, is told by whom it lets in. */
const policySet: DoorDecoder['read'] = (record, context) => {
  if (!isOfTrail(record)) return undefined;
  const { opens } = grantInRecord(record, context, ['bucketPolicy', 'policy']);
  if (opens.length === 0 && isRefused(record)) return undefined;
  if (opens.some(({ outside, principal }) => outside || principal === CLOUDTRAIL)) return undefined;
  return told(record, 'given a policy that does not let CloudTrail write into it', 'trail');
};

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

export const TRAIL_BUCKET_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: S3,
    eventNames: ['DeleteBucket'],
    read: (record) => told(record, 'deleted', isOfTrail(record) ? 'trail' : 'other'),
  },
  {
    eventSource: S3,
    eventNames: ['DeleteBucketPolicy'],
    read: (record) =>
      isOfTrail(record)
        ? told(record, 'left without a policy, so the trail may not write into it', 'trail')
        : undefined,
  },
  { eventSource: S3, eventNames: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'], read: lifecycle },
  { eventSource: S3, eventNames: ['PutBucketVersioning'], read: versioning },
  { eventSource: S3, eventNames: ['PutBucketPolicy'], read: policySet },
];
