/**
 * What EventBridge's API answers here. `PutEvents` refuses sources that begin with `aws.` as AWS does: nobody but AWS
 * can say that a role was entered. Recorded events enter through `inject-record.ts` instead.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import type { Clock } from '../lib/kernel/clock.ts';
import { parseIso } from '../lib/kernel/clock.ts';
import { isObject, type JsonObject, listAt, numberAt, parseJson, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import type { EventBus } from './event-bus.ts';

export interface PutEventsParts {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly region: string;
}

interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const LARGEST_BATCH = 10;

/** Answers the response body of `AWSEvents.PutEvents`; `undefined` when the request as a whole is invalid. */
export async function putEvents(request: JsonObject, parts: PutEventsParts): Promise<JsonObject | undefined> {
  const entries = listAt(request, 'Entries');
  if (entries.length === 0 || entries.length > LARGEST_BATCH) return undefined;
  const answers: JsonObject[] = [];
  for (const entry of entries) answers.push(await putEntry(entry, parts));
  return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
}

async function putEntry(entry: unknown, parts: PutEventsParts): Promise<JsonObject> {
  const refusal = refuseEntry(entry);
  if (refusal !== undefined) return { ...refusal };
  const id = parts.clock.newId();
  const seconds = numberAt(entry, 'Time');
  const time = seconds === undefined ? parseIso(textAt(entry, 'Time') ?? '') : new Date(seconds * 1000);
  await parts.bus.put({
    version: '0',
    id,
    'detail-type': textAt(entry, 'DetailType'),
    source: textAt(entry, 'Source'),
    account: LOCAL_ACCOUNT,
    time: (time ?? parts.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: parts.region,
    resources: listAt(entry, 'Resources'),
    detail: parseJson(textAt(entry, 'Detail') ?? ''),
  });
  return { EventId: id };
}

function refuseEntry(entry: unknown): Refusal | undefined {
  const source = textAt(entry, 'Source');
  const detail = textAt(entry, 'Detail');
  if (source === undefined || textAt(entry, 'DetailType') === undefined || detail === undefined) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are required.' };
  }
  if (/^aws\./i.test(source)) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source ${source}.`,
    };
  }
  if (!isObject(parseJson(detail))) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}
