/**
 * Access control lists of buckets, in the three ways S3 accepts them: a document, a canned list, headers.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
import { isObject, type JsonObject, textAt } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantTo, NOTHING, together, UNNAMED_GRANT } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { listOf, seek, textsIn } from './seek.ts';

const readAcl = (record: JsonObject, context: DoorContext): DoorFinding => {
  const name = shownName(record, 'bucketName', 'bucket');
  return openedDoor({
    record,
    context,
    kind: 'resource-policy',
    type: 'bucket',
    name,
    grant: hasAcl(record) || isRefused(record) ? aclGrant(parametersOf(record), context) : UNNAMED_GRANT,
    verb: 'opened to',
    otherwise: `the access control list of ${called('bucket', name)} ${was(record)} set`,
  });
};

const aclGrant = (parameters: unknown, context: DoorContext): Grant =>
  together(
    cannedGrant(parameters, context),
    headerGrant(parameters, context),
    documentGrant(parameters, context),
  );

/** Whether the record holds a list in any of the three ways. */
const hasAcl = (record: JsonObject): boolean =>
  seek(parametersOf(record), CANNED, ...Object.keys(HEADERS), 'AccessControlPolicy', 'AccessControlList') !==
  undefined;

const CANNED = 'x-amz-acl';

/** Anybody at all, or anybody with an AWS account, which anybody can have. */
const PUBLIC_LISTS: Readonly<Record<string, readonly string[]>> = {
  'public-read': ['READ'],
  'public-read-write': ['READ', 'WRITE'],
  'authenticated-read': ['READ'],
};

const cannedGrant = (parameters: unknown, context: DoorContext): Grant =>
  together(
    ...textsIn(seek(parameters, CANNED)).map((acl) =>
      Object.hasOwn(PUBLIC_LISTS, acl)
        ? { ...grantTo(['*'], context), actions: PUBLIC_LISTS[acl] ?? [] }
        : NOTHING,
    ),
  );

const HEADERS: Readonly<Record<string, string>> = {
  'x-amz-grant-read': 'READ',
  'x-amz-grant-write': 'WRITE',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write-acp': 'WRITE_ACP',
  'x-amz-grant-full-control': 'FULL_CONTROL',
};

/** `id="...", uri="http://acs.amazonaws.com/groups/global/AllUsers"`, by header. */
const headerGrant = (parameters: unknown, context: DoorContext): Grant =>
  together(
    ...Object.entries(HEADERS).flatMap(([header, permission]) =>
      textsIn(seek(parameters, header))
        .flatMap((text) => text.slice(0, 8192).split(','))
        .map((grantee) => granted(granteeIn(grantee), permission, context)),
    ),
  );

const granteeIn = (text: string): string =>
  text
    .replace(/^\s*\w+\s*=\s*/, '')
    .replaceAll('"', '')
    .trim();

const documentGrant = (parameters: unknown, context: DoorContext): Grant => {
  const owner = textAt(seek(parameters, 'Owner'), 'ID');
  return together(
    ...listOf(seek(seek(parameters, 'AccessControlList'), 'Grant')).map((grant) => {
      if (!isObject(grant)) return UNNAMED_GRANT;
      const grantee = grant['Grantee'];
      const who = textAt(grantee, 'URI') ?? textAt(grantee, 'ID') ?? textAt(grantee, 'EmailAddress');
      const permission = textAt(grant, 'Permission') ?? '';
      if (who === undefined) return UNNAMED_GRANT;
      return who === owner ? NOTHING : granted(who, permission, context);
    }),
  );
};

/** Where CloudFront writes its logs from: AWS's own. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html */
const LOG_DELIVERY_ID = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

const granted = (who: string, permission: string, context: DoorContext): Grant => {
  if (who === '' || /\/groups\/s3\/LogDelivery$/i.test(who) || who === LOG_DELIVERY_ID) return NOTHING;
  return { ...grantTo([who], context), actions: [permission] };
};

/** A bucket may be made with a list at once; most are made without. */
const atBirth = (header: string): DoorDecoder => ({
  eventSource: 's3.amazonaws.com',
  eventNames: ['CreateBucket'],
  detail: { requestParameters: { [header]: [{ exists: true }] } },
  read: (record, context) => (hasAcl(record) ? readAcl(record, context) : undefined),
});

export const BUCKET_ACL_DOORS: readonly DoorDecoder[] = [
  { eventSource: 's3.amazonaws.com', eventNames: ['PutBucketAcl'], read: readAcl },
  ...[CANNED, ...Object.keys(HEADERS)].map(atBirth),
];
