/** Permissions added one by one, by principal instead of by document: topics, queues, event buses, documents, code signing. */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { byCloudFormation, called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantIf, grantTo, NOTHING, together, UNNAMED_GRANT } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { grantInRecord } from './policy-doors.ts';
import { ownershipOf } from './own-stack.ts';
import { seek, seekText, textsIn } from './seek.ts';

interface Added {
  readonly type: string;
  readonly name: readonly string[];
  readonly grant: Grant;
}

const added = (
  record: JsonObject,
  context: DoorContext,
  { type, name: names, grant }: Added,
): DoorFinding => {
  const name = shownName(record, ...names);
  return openedDoor({
    record,
    context,
    kind: 'resource-policy',
    type,
    name,
    grant,
    verb: 'opened to',
    otherwise: `a permission ${was(record)} added to ${called(type, name)}`,
  });
};

/** Principals by parameter; none in a success means that the record does not tell. */
const principalsIn = (record: JsonObject, context: DoorContext, ...names: readonly string[]): Grant => {
  const principals = textsIn(seek(parametersOf(record), ...names));
  if (principals.length > 0) return grantTo(principals, context);
  return isRefused(record) ? NOTHING : UNNAMED_GRANT;
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html: a document, or one principal. */
const busGrant = (record: JsonObject, context: DoorContext): Grant => {
  const parameters = parametersOf(record);
  const policy = seek(parameters, 'policy');
  if (policy !== undefined) return grantInRecord(record, context, ['policy']);
  const condition = seek(parameters, 'condition');
  const [type, key, value] = [
    textAt(condition, 'type'),
    textAt(condition, 'key'),
    textAt(condition, 'value'),
  ];
  const principals = textsIn(seek(parameters, 'principal'));
  if (principals.length === 0) return isRefused(record) ? NOTHING : UNNAMED_GRANT;
  if (type === undefined || key === undefined || value === undefined) return grantTo(principals, context);
  return together(
    ...principals.map((principal) => grantIf(principal, { [type]: { [key]: value } }, context)),
  );
};

/** infra/forwarding.cjs: one statement for our accounts, one for the partners of the configuration. */
const isOwnForwarding = (record: JsonObject, context: DoorContext, { opens }: Grant): boolean =>
  byCloudFormation(record) &&
  ownershipOf(seekText(parametersOf(record), 'statementId'), context) === 'ours' &&
  opens
    .filter(({ outside }) => outside)
    .every(({ accountId }) => accountId !== undefined && context.partnerIds?.has(accountId) === true);

const ACCOUNTS = ['aWSAccountId', 'aWSAccountIds'] as const;

export const ADDED_PERMISSION_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: 'sns.amazonaws.com',
    eventNames: ['AddPermission'],
    read: (record, context) =>
      added(record, context, {
        type: 'topic',
        name: ['topicArn'],
        grant: { ...principalsIn(record, context, ...ACCOUNTS), actions: actionsIn(record, 'actionName') },
      }),
  },
  {
    eventSource: 'sqs.amazonaws.com',
    eventNames: ['AddPermission'],
    read: (record, context) =>
      added(record, context, {
        type: 'queue',
        name: ['queueUrl'],
        grant: { ...principalsIn(record, context, ...ACCOUNTS), actions: actionsIn(record, 'actions') },
      }),
  },
  {
    eventSource: 'events.amazonaws.com',
    eventNames: ['PutPermission'],
    read: (record, context) => {
      const grant = busGrant(record, context);
      const door = added(record, context, { type: 'event bus', name: ['eventBusName'], grant });
      return isOwnForwarding(record, context, grant)
        ? { ...door, weight: 'recorded', because: 'our own deploy lets the configured partners forward' }
        : door;
    },
  },
  {
    eventSource: 'signer.amazonaws.com',
    eventNames: ['AddProfilePermission'],
    read: (record, context) =>
      added(record, context, {
        type: 'signing profile',
        name: ['profileName'],
        grant: principalsIn(record, context, 'principal'),
      }),
  },
  {
    eventSource: 'serverlessrepo.amazonaws.com',
    eventNames: ['PutApplicationPolicy'],
    read: (record, context) =>
      added(record, context, {
        type: 'serverless application',
        name: ['applicationId'],
        grant: principalsIn(record, context, 'principals'),
      }),
  },
];

const actionsIn = (record: JsonObject, name: string): readonly string[] =>
  textsIn(seek(parametersOf(record), name));
