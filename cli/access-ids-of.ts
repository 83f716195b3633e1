/** Under which ids the history may have what an event tells. */
import { keepUnreadable } from '../lib/access/keep-unreadable.ts';
import { isObject, type JsonObject, textAt } from '../lib/kernel/json.ts';

/** That of the access or door, where the event names one, and last that of a record which cannot be read. */
export const accessIdsOf = (event: JsonObject): readonly string[] => {
  const record = isObject(event['detail']) ? event['detail'] : event;
  const account = textAt(record, 'recipientAccountId') ?? textAt(event, 'account');
  const eventId = textAt(record, 'addendum', 'originalEventID') ?? textAt(record, 'eventID');
  const unreadable = keepUnreadable(JSON.stringify(event), '', event).accessId;
  return account === undefined || eventId === undefined
    ? [unreadable]
    : [`${account}.${eventId}`, unreadable];
};
