/** What kept the public out was taken away: blocks of public access, ownership of objects. */
import { isObject, type JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { byCloudFormation, called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { seek, seekFlag, seekText } from './seek.ts';

const S3 = 's3.amazonaws.com';
const EC2 = 'ec2.amazonaws.com';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

interface Scope {
  readonly type: string;
  readonly name: string;
  /** What weakening it weighs: an account's block holds for every bucket. */
  readonly weight: 'urgent' | 'normal';
}

const bucketOf = (record: JsonObject): Scope => ({
  type: 'bucket',
  name: shownName(record, 'bucketName', 'bucket'),
  weight: 'normal',
});

const accountOf = (_record: JsonObject, { accountId }: DoorContext): Scope => ({
  type: 'account',
  name: accountId,
  weight: 'urgent',
});

const finding = (scope: Scope, explanation: string, weight: DoorFinding['weight']): DoorFinding => ({
  kind: 'public-access',
  subject: { type: scope.type, name: scope.name },
  explanation,
  opens: [],
  weight,
  because: weight === 'recorded' ? 'it opens nothing to outside' : 'it takes away what kept the public out',
});

type ScopeOf = (record: JsonObject, context: DoorContext) => Scope;

/** A setting that is not given is off. */
const blockSet =
  (scopeOf: ScopeOf): DoorDecoder['read'] =>
  (record, context) => {
    const scope = scopeOf(record, context);
    const settings = seek(parametersOf(record), 'PublicAccessBlockConfiguration');
    const where = called(scope.type, scope.name);
    if (!isObject(settings)) {
      const explanation = `the block of public access of ${where} ${was(record)} set, to what the record does not hold`;
      return finding(scope, explanation, isRefused(record) ? 'recorded' : 'normal');
    }
    const off = BLOCKS.filter((name) => seekFlag(settings, name) !== true);
    return off.length === 0
      ? finding(scope, `all public access to ${where} ${was(record)} blocked`, 'recorded')
      : finding(
          scope,
          `the block of public access of ${where} ${was(record)} loosened: ${off.join(', ')} off`,
          scope.weight,
        );
  };

const blockDeleted =
  (scopeOf: ScopeOf): DoorDecoder['read'] =>
  (record, context) => {
    const scope = scopeOf(record, context);
    // A template without it any more: whatever lets somebody in is a door of its own.
    const isDeploy = scope.type === 'bucket' && byCloudFormation(record);
    return finding(
      scope,
      `the block of public access of ${called(scope.type, scope.name)} ${was(record)} deleted`,
      isDeploy ? 'recorded' : scope.weight,
    );
  };

/** Since 2023 lists count for nothing in a new bucket unless somebody turns them on again, as here. */
const ownershipSet: DoorDecoder['read'] = (record) => {
  const scope = bucketOf(record);
  const ownership = seekText(parametersOf(record), 'ObjectOwnership');
  const off = ownership === 'BucketOwnerEnforced';
  const effect =
    ownership === undefined || isRefused(record)
      ? ''
      : off
        ? ': they count for nothing'
        : ': they count again';
  return finding(
    scope,
    `whether access control lists count in ${called('bucket', scope.name)} ${was(record)} set${effect}`,
    'recorded',
  );
};

/** https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html, and the same for images. */
const sharingUnblocked: DoorDecoder['read'] = (record, context) => {
  const what = seekText(record, 'eventName')?.includes('Image') === true ? 'images' : 'snapshots';
  const scope = accountOf(record, context);
  return finding(
    scope,
    `the block of public sharing of ${what} in ${called('account', scope.name)} ${was(record)} turned off`,
    'normal',
  );
};

export const PUBLIC_ACCESS_DOORS: readonly DoorDecoder[] = [
  { eventSource: S3, eventNames: ['PutBucketPublicAccessBlock'], read: blockSet(bucketOf) },
  { eventSource: S3, eventNames: ['DeleteBucketPublicAccessBlock'], read: blockDeleted(bucketOf) },
  { eventSource: S3, eventNames: ['PutAccountPublicAccessBlock'], read: blockSet(accountOf) },
  { eventSource: S3, eventNames: ['DeleteAccountPublicAccessBlock'], read: blockDeleted(accountOf) },
  {
    eventSource: S3,
    eventNames: ['PutBucketOwnershipControls', 'DeleteBucketOwnershipControls'],
    read: ownershipSet,
  },
  {
    eventSource: EC2,
    eventNames: ['DisableSnapshotBlockPublicAccess', 'DisableImageBlockPublicAccess'],
    read: sharingUnblocked,
  },
];
