/**
 * One CloudTrail record -> what it means for us. A record that cannot be read is an answer too, never an exception;
 * a record that is no entry into a role of the account that recorded it is `not-ours`, with the reason.
 */
import { type JsonObject, textAt } from '../kernel/json.ts';
import { decodeAssumeRole } from './decode-assume-role.ts';
import { decodeCreateSession } from './decode-create-session.ts';
import { decodeSwitchRole } from './decode-switch-role.ts';
import type { Decoded, RecordHead } from './decoded.ts';
import { readHead } from './read-head.ts';

/**
 * Decodes a record. `busAccountId` is the account of the EventBridge envelope: it stands in when an old or
 * hand-made record has no `recipientAccountId`.
 */
export const decodeRecord = (record: JsonObject, busAccountId?: string): Decoded => {
  const head = readHead(record, busAccountId);
  return typeof head === 'string' ? { kind: 'unreadable', reason: head } : decodeEntry(record, head);
};

/** The same for a record whose head was read already. `not-an-entry`: it may be a door. */
export const decodeEntry = (record: JsonObject, head: RecordHead): Decoded => {
  const name = `${textAt(record, 'eventSource')}/${head.eventName}`;
  if (name.startsWith('sts.amazonaws.com/AssumeRole')) return decodeAssumeRole(record, head);
  switch (name) {
    case 'signin.amazonaws.com/SwitchRole':
    case 'signin.amazonaws.com/RenewRole':
      return decodeSwitchRole(record, head);
    case 'signin.amazonaws.com/ExitRole':
      return { kind: 'not-ours', reason: 'left-role' };
    // Other services have sessions of the same name: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    case 'rolesanywhere.amazonaws.com/CreateSession':
      return decodeCreateSession(record, head);
    // Of two records the first: https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html
    case 'eks-auth.amazonaws.com/AssumeRoleForPodIdentity':
      return { kind: 'not-ours', reason: 'no-role-yet' };
    default:
      return { kind: 'not-ours', reason: 'not-an-entry' };
  }
};
