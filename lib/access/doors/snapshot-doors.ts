/** Copies of discs, machines and databases that somebody else may take: the quietest way to carry everything away. */
import { isAccountId } from '../../kernel/arn.ts';
import { isObject, type JsonObject, textAt } from '../../kernel/json.ts';
import { isRefused } from './act.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantTo, NOTHING, UNNAMED_GRANT } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { listOf, seek, seekText, textsIn } from './seek.ts';

interface Shared {
  readonly type: string;
  readonly name: readonly string[];
  /** With whom, and from whom it was taken. */
  readonly addedTo: (parameters: unknown, context: DoorContext) => Grant;
  readonly takenFrom: (parameters: unknown) => readonly string[];
}

const shared =
  ({ type, name: names, addedTo, takenFrom }: Shared): DoorDecoder['read'] =>
  (record, context) => {
    const name = shownName(record, ...names);
    const parameters = parametersOf(record);
    const taken = takenFrom(parameters).filter((who) => isAccountId(who) || /^all$/i.test(who));
    return openedDoor({
      record,
      context,
      kind: 'sharing',
      type,
      name,
      grant: granted(record, addedTo(parameters, context), takenFrom(parameters)),
      verb: 'shared with',
      otherwise: said(record, called(type, name), taken),
    });
  };

/** A success that neither adds nor takes anything that can be read. */
const granted = (record: JsonObject, grant: Grant, taken: readonly string[]): Grant =>
  grant.opens.length === 0 && taken.length === 0 && !isRefused(record) ? UNNAMED_GRANT : grant;

const said = (record: JsonObject, what: string, taken: readonly string[]): string =>
  taken.length > 0
    ? `${what} ${was(record)} taken from ${taken.slice(0, 5).join(', ')}`
    : `with whom ${what} is shared ${isRefused(record) ? 'would have been changed' : 'was changed'}`;

/**
 * `add.items[]` of EC2's permissions: a `userId` (an account), a `group` (`all`), or an organization.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html
 */
const ec2Grant = (parameters: unknown, context: DoorContext): Grant => {
  const items = listOf(seek(parameters, 'add')).filter(isObject);
  const named = ['userId', 'group', 'organizationArn', 'organizationalUnitArn'];
  return grantTo(
    [
      ...items.flatMap((item) => named.map((key) => textAt(item, key)).filter((text) => text !== undefined)),
      ...(seekText(parameters, 'operationType') === 'add' ? olderForm(parameters) : []),
    ],
    context,
  );
};

/** `operationType` and lists beside it, which the API takes as well. */
const olderForm = (parameters: unknown): readonly string[] =>
  ['userIds', 'userGroups', 'groupNames', 'organizationArns', 'organizationalUnitArns'].flatMap((name) =>
    textsIn(seek(parameters, name)),
  );

const ec2Taken = (parameters: unknown): readonly string[] => [
  ...textsIn(seek(parameters, 'remove')),
  ...(seekText(parameters, 'operationType') === 'remove' ? olderForm(parameters) : []),
];

const listed =
  (name: string): Shared['addedTo'] =>
  (parameters, context) => {
    const principals = textsIn(seek(parameters, name));
    return principals.length === 0 ? NOTHING : grantTo(principals, context);
  };

const rds = (type: string, name: string): DoorDecoder['read'] =>
  shared({
    type,
    name: [name],
    addedTo: listed('valuesToAdd'),
    takenFrom: (parameters) => textsIn(seek(parameters, 'valuesToRemove')),
  });

export const SNAPSHOT_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: 'ec2.amazonaws.com',
    eventNames: ['ModifySnapshotAttribute'],
    read: shared({ type: 'snapshot', name: ['snapshotId'], addedTo: ec2Grant, takenFrom: ec2Taken }),
  },
  {
    eventSource: 'ec2.amazonaws.com',
    eventNames: ['ModifyImageAttribute'],
    read: (record, context) => (isOtherAttribute(record) ? undefined : readImage(record, context)),
  },
  {
    eventSource: 'rds.amazonaws.com',
    eventNames: ['ModifyDBSnapshotAttribute'],
    read: rds('database snapshot', 'dBSnapshotIdentifier'),
  },
  {
    eventSource: 'rds.amazonaws.com',
    eventNames: ['ModifyDBClusterSnapshotAttribute'],
    read: rds('database cluster snapshot', 'dBClusterSnapshotIdentifier'),
  },
  {
    eventSource: 'redshift.amazonaws.com',
    eventNames: ['AuthorizeSnapshotAccess'],
    read: shared({
      type: 'warehouse snapshot',
      name: ['snapshotIdentifier', 'snapshotArn'],
      addedTo: listed('accountWithRestoreAccess'),
      takenFrom: () => [],
    }),
  },
  {
    eventSource: 'ssm.amazonaws.com',
    eventNames: ['ModifyDocumentPermission'],
    read: shared({
      type: 'Systems Manager document',
      name: ['name'],
      addedTo: listed('accountIdsToAdd'),
      takenFrom: (parameters) => textsIn(seek(parameters, 'accountIdsToRemove')),
    }),
  },
];

const readImage = shared({ type: 'image', name: ['imageId'], addedTo: ec2Grant, takenFrom: ec2Taken });

/** Descriptions and product codes are set by the same call. */
const isOtherAttribute = (record: JsonObject): boolean => {
  const parameters = parametersOf(record);
  return (
    isObject(parameters) && seek(parameters, 'launchPermission') === undefined && !mentionsLaunch(parameters)
  );
};

const mentionsLaunch = (parameters: JsonObject): boolean =>
  textAt(parameters, 'attributeType')?.toLowerCase() === 'launchpermission' ||
  textAt(parameters, 'operationType') !== undefined;
