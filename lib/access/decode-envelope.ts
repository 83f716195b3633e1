/**
 * The EventBridge envelope around a CloudTrail record. Everything that can put a message into our intake queue
 * could have written it, so the source is checked here again although the rules pin it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import { at, isObject, type JsonObject, textAt } from '../kernel/json.ts';
import { fail, ok, type Result } from '../kernel/result.ts';

export interface CloudTrailEvent {
  /** Service that recorded it, from the envelope: `aws.sts`, `aws.signin`. */
  readonly source: string;
  /** The account on whose bus it appeared first: ours when the record does not say. */
  readonly accountId?: string;
  readonly record: JsonObject;
}

/** Takes the record out of an envelope; the error is a sentence that says what is wrong with it. */
export const decodeEnvelope = (envelope: unknown): Result<CloudTrailEvent, string> => {
  if (!isObject(envelope)) return fail('The message is not a JSON object.');
  const record = at(envelope, 'detail');
  if (!isObject(record)) return fail('The event has no "detail" object, so it holds no CloudTrail record.');
  const source = textAt(envelope, 'source');
  const expected = sourceOf(record);
  if (source === undefined || source !== expected) {
    return fail(
      'The source of the event does not fit the record inside it: it was not written by CloudTrail.',
    );
  }
  const accountId = textAt(envelope, 'account');
  if (!isFrom(record, accountId)) {
    return fail(
      'The account of the event is not the one that recorded it: it was not written by CloudTrail.',
    );
  }
  return ok(accountId === undefined ? { source, record } : { source, accountId, record });
};

/** EventBridge gives an event the account of its bus; CloudTrail puts a record on the bus of whoever recorded it. */
const isFrom = (record: JsonObject, accountId: string | undefined): boolean => {
  const recorder = textAt(record, 'recipientAccountId');
  return accountId === undefined || recorder === undefined || recorder === accountId;
};

/** `sts.amazonaws.com` is published by `aws.sts`; `undefined` when the record names no event source. */
export const sourceOf = (record: JsonObject): string | undefined => {
  const service = textAt(record, 'eventSource')?.split('.')[0];
  return service === undefined || service === '' ? undefined : `aws.${service}`;
};
