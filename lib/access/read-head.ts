/** What every record must tell before it can be decoded further: its id, its name, its time, who recorded it. */
import { parseRoleArn } from '../kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import type { Corrects, RecordHead } from './decoded.ts';
import { readTime } from './read-time.ts';

const EVENT_ID = /^[\w-]{1,64}$/;

/** Reads the head; a text is the sentence that says what is wrong with the record. */
export const readHead = (record: JsonObject, busAccountId: string | undefined): RecordHead | string => {
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
