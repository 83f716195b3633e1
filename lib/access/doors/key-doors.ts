/**
 * Keys that are disabled or destroyed. Rolecall's history, queues and topics are encrypted with one; keys bear no names, so
 * ours is known only where the stack tells its id.
 */
import type { JsonObject } from '../../kernel/json.ts';
import { isRefused } from './act.ts';
import { byCloudFormation, called, nameOf, parametersOf, shownName, thus, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import type { Ownership } from './own-stack.ts';
import { openedDoor } from './opened-door.ts';
import { shutsOut } from './own-policies.ts';
import { grantInRecord } from './policy-doors.ts';
import { seek } from './seek.ts';

const KMS = 'kms.amazonaws.com';

const owner = (record: JsonObject, { ownKeyIds = [] }: DoorContext): Ownership => {
  const name = nameOf(record, 'keyId');
  const known = ownKeyIds.filter((key) => key !== '');
  if (known.length === 0 || name === undefined) return 'unclear';
  const idOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
  return known.some((key) => idOf(key) === idOf(name)) ? 'ours' : 'others';
};

const VERDICTS = {
  ours: {
    kind: 'rolecall',
    weight: 'urgent',
    because: 'Rolecall can neither read nor write without its key',
  },
  unclear: {
    kind: 'rolecall',
    weight: 'normal',
    because: 'it could be the key that Rolecall keeps its history with',
  },
  others: { kind: 'detection', weight: 'recorded', because: 'the key is not one of ours' },
} as const;

const taken =
  (did: string, consequence: string): DoorDecoder['read'] =>
  (record, context) => {
    const whose = owner(record, context);
    const name = shownName(record, 'keyId');
    // Without a stack (`replay`) there is no key of ours.
    const verdict = whose === 'unclear' && context.ownStack === undefined ? VERDICTS.others : VERDICTS[whose];
    return {
      subject: { type: 'KMS key', name },
      explanation: `${called('KMS key', name)} ${was(record)} ${did}${thus(record, consequence)}`,
      opens: [],
      ...verdict,
    };
  };

/** Without them neither events nor alarms arrive (infra/storage.yml). */
const KEY_USERS = ['events.amazonaws.com', 'sns.amazonaws.com', 'cloudwatch.amazonaws.com'];

/** Ours may be locked to us by its policy as well as opened to others. */
const policySet: DoorDecoder['read'] = (record, context) => {
  if (owner(record, context) !== 'ours') return undefined;
  const name = shownName(record, 'keyId');
  const opened = openedDoor({
    record,
    context,
    kind: 'rolecall',
    type: 'KMS key',
    name,
    grant: grantInRecord(record, context, ['policy']),
    verb: 'opened to',
    otherwise: `the policy of Rolecall's own KMS key ${name} ${was(record)} set`,
  });
  if (opened.weight !== 'recorded' && !isRefused(record)) return { ...opened, weight: 'urgent' };
  const document = seek(parametersOf(record), 'policy');
  return byCloudFormation(record) && (isRefused(record) || !shutsOut(document, KEY_USERS, context))
    ? { ...opened, because: 'a deploy by CloudFormation did it' }
    : { ...opened, weight: 'urgent', because: 'it changes Rolecall itself' };
};

export const KEY_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: KMS,
    eventNames: ['ScheduleKeyDeletion'],
    read: taken('scheduled for deletion', ': what it encrypts will be lost'),
  },
  {
    eventSource: KMS,
    eventNames: ['DisableKey'],
    read: taken('disabled', ': what it encrypts cannot be read'),
  },
  {
    eventSource: KMS,
    eventNames: ['DeleteImportedKeyMaterial'],
    read: taken('stripped of its material', ': what it encrypts cannot be read'),
  },
  { eventSource: KMS, eventNames: ['PutKeyPolicy'], read: policySet },
];
