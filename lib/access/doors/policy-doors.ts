/** Policies on resources, given as one document: the same question for every service, whom does it let in. */
import { isObject, type JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { called, nameOf, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantOf, NOTHING, unclear } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { POLICY_PARAMETERS, type PolicyDoor, type PolicyParameters } from './policy-parameters.ts';
import { attributeIn, seek } from './seek.ts';

/** What a record's document lets in; a document that is absent from a success could be anything. */
export const grantInRecord = (record: JsonObject, context: DoorContext, names: readonly string[]): Grant => {
  const document = documentIn(record, names);
  if (!isNoDocument(document)) return grantOf(document, context);
  return isRefused(record) ? NOTHING : unclear('a policy', 'the record does not hold it');
};

const documentIn = (record: JsonObject, names: readonly string[]): unknown =>
  seek(parametersOf(record), ...names) ?? attributeIn(parametersOf(record), 'Policy');

const isNoDocument = (document: unknown): boolean =>
  document === undefined || (isObject(document) && Object.keys(document).length === 0);

/** A policy that was set on a resource. */
export const readPolicyDoor = (
  record: JsonObject,
  context: DoorContext,
  { type, policy, name: names, optional = false }: PolicyParameters,
): DoorFinding | undefined => {
  if (optional && isNoDocument(documentIn(record, policy))) return undefined;
  const name = names.length === 0 ? context.accountId : shownName(record, ...names);
  return openedDoor({
    record,
    context,
    kind: 'resource-policy',
    type,
    name,
    grant: grantInRecord(record, context, policy),
    verb: 'opened to',
    otherwise: `${type.endsWith('policy') ? '' : 'the policy of '}${called(type, name)} ${was(record)} set`,
  });
};

const asDecoder = ({ eventSource, eventNames, detail, ...parameters }: PolicyDoor): DoorDecoder => ({
  eventSource,
  eventNames,
  ...(detail !== undefined && { detail }),
  read: (record, context) =>
    readsOther(detail, record) ? undefined : readPolicyDoor(record, context, parameters),
});

/** Another attribute than the policy: the rule would not have let it through. */
const readsOther = (detail: JsonObject | undefined, record: JsonObject): boolean => {
  const attribute = seek(parametersOf(record), 'attributeName');
  return detail !== undefined && attribute !== undefined && attribute !== 'Policy';
};

export const POLICY_DOORS: readonly DoorDecoder[] = POLICY_PARAMETERS.map(asDecoder);

/** Policies that were taken away: nobody outside gets in by that, so they are only written down. */
const REMOVED: readonly { eventSource: string; eventName: string; type: string; name: string }[] = [
  { eventSource: 's3.amazonaws.com', eventName: 'DeleteBucketPolicy', type: 'bucket', name: 'bucketName' },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteAccessPointPolicy',
    type: 'access point',
    name: 'name',
  },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'DeleteResourcePolicy',
    type: 'secret',
    name: 'secretId',
  },
  {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DeleteRepositoryPolicy',
    type: 'image repository',
    name: 'repositoryName',
  },
];

export const REMOVED_POLICY_DOORS: readonly DoorDecoder[] = REMOVED.map(
  ({ eventSource, eventName, type, name }) => ({
    eventSource,
    eventNames: [eventName],
    read: (record) => ({
      kind: 'resource-policy',
      subject: { type, name: nameOf(record, name) ?? shownName(record) },
      explanation: `the policy of ${called(type, shownName(record, name))} ${was(record)} deleted; nobody outside gets in by that`,
      opens: [],
      weight: 'recorded',
      because: 'it opens nothing to outside',
    }),
  }),
);
