/** Copies of a bucket's objects that go to another account's bucket. */
import { isAccountId } from '../../kernel/arn.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { isRefused } from './act.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { grantTo, type Grant, NOTHING, together, unclear } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { listOf, seek, seekText } from './seek.ts';

/**
 * A destination's account stands in the record only where the copies change hands; an ARN of a bucket has none. Whose bucket
 * it is can then not be told, and that is taken for outside.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
 */
export const REPLICATION_DOOR: DoorDecoder = {
  eventSource: 's3.amazonaws.com',
  eventNames: ['PutBucketReplication'],
  read: (record, context) => {
    const name = shownName(record, 'bucketName', 'bucket');
    const rules = listOf(seek(parametersOf(record), 'Rule', 'Rules'));
    const destinations = rules
      .map((rule) => seek(rule, 'Destination'))
      .filter((found) => found !== undefined);
    const grants = destinations.map((destination): Grant => {
      const account = seekText(destination, 'Account');
      if (account !== undefined && isAccountId(account)) return grantTo([account], context);
      const bucket = oneLine(seekText(destination, 'Bucket') ?? 'a bucket', 256);
      return unclear(bucket, `the record does not tell whose ${bucket} is`);
    });
    const nobody = isRefused(record) ? NOTHING : unclear('a bucket', 'the record does not tell where to');
    return openedDoor({
      record,
      context,
      kind: 'sharing',
      type: 'bucket',
      name,
      grant: grants.length === 0 ? nobody : together(...grants),
      verb: 'set to copy its objects to',
      otherwise: `copying of the objects of ${called('bucket', name)} ${was(record)} set up`,
    });
  },
};
