/**
 * One CloudTrail record -> what it means for us. A record that cannot be read is an answer too, never an exception;
 * a record that is no entry into a role of the account that recorded it is `not-ours`, with the reason.
 */
import { parseRoleArn } from '../kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import { decodeAssumeRole } from './decode-assume-role.ts';
import { decodeSwitchRole } from './decode-switch-role.ts';
import type { Corrects, Decoded, RecordHead } from './decoded.ts';
import { readTime } from './read-time.ts';

/**
 * Decodes a record. `busAccountId` is the account of the EventBridge envelope: it stands in when an old or
 * hand-made record has no `recipientAccountId`.
 */
export const decodeRecord = (record: JsonObject, busAccountId?: string): Decoded => {
  const head = readHead(record, busAccountId);
  if (typeof head === 'string') return { kind: 'unreadable', reason: head };
  const name = `${textAt(record, 'eventSource')}/${head.eventName}`;
  if (name.startsWith('sts.amazonaws.com/AssumeRole')) return decodeAssumeRole(record, head);
  if (name === 'signin.amazonaws.com/SwitchRole') return decodeSwitchRole(record, head);
  return { kind: 'not-ours', reason: 'not-an-entry' };
};

const EVENT_ID = /^[\w-]{1,64}$/;

const readHead = (record: JsonObject, busAccountId: string | undefined): RecordHead | string => {
  const eventId = textAt(record, 'eventID');
  if (eventId === undefined || !EVENT_ID.test(eventId)) return 'The record has no usable eventID.';
  const eventName = textAt(record, 'eventName');
  if (eventName === undefined) return 'The record has no eventName.';
  const time = readTime(textAt(record, 'eventTime') ?? '');
  if (time === undefined) return 'The record has no readable eventTime.';
  const accountId = recorderOf(record) ?? busAccountId ?? homeOfRole(record);
  if (accountId === undefined) return 'The record does not say which account recorded it.';
  return {
    eventId,
    eventName,
    time,
    accountId,
    region: textAt(record, 'awsRegion') ?? 'unknown',
    ...compact({ corrects: readCorrected(record) }),
  };
};

/** AWS sometimes delivers a corrected record later, under an id of its own, that names the one it replaces. */
const readCorrected = (record: JsonObject): Corrects | undefined => {
  const eventId = textAt(record, 'addendum', 'originalEventID');
  if (eventId === undefined || !EVENT_ID.test(eventId)) return undefined;
  const [reason, updatedFields] = ['reason', 'updatedFields'].map((name) =>
    oneLine(textAt(record, 'addendum', name) ?? '', 600),
  );
  return {
    eventId,
    correction: compact({
      reason: reason === undefined || reason === '' ? 'not given' : oneLine(reason, 64),
      updatedFields: updatedFields === '' ? undefined : updatedFields,
    }),
  };
};

const recorderOf = (record: JsonObject): string | undefined => textAt(record, 'recipientAccountId');

/** AWS's own documentation samples lack `recipientAccountId`: the role's account is then the best guess. */
const homeOfRole = (record: JsonObject): string | undefined =>
  parseRoleArn(textAt(record, 'requestParameters', 'roleArn') ?? '')?.accountId ??
  textAt(record, 'userIdentity', 'accountId');
