/**
 * The door through which recorded events enter the laptop, in the order AWS promises nothing about but we rely on
 * after a crash: first onto the disk of the CloudTrail stand-in, then onto the bus of the
 * account and the Region that recorded them.
 */
import { sourceOf } from '../lib/access/decode-envelope.ts';
import { wrapRecord } from '../lib/access/wrap-record.ts';
import type { Clock } from '../lib/kernel/clock.ts';
import { isObject, type JsonObject, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import type { CloudTrail } from './cloud-trail.ts';
import type { EventWorld, Heard } from './event-world.ts';

export interface InjectParts {
  readonly trail: CloudTrail;
  readonly world: Pick<EventWorld, 'put'>;
  readonly clock: Clock;
}

export interface InjectOptions {
  /** Keep it from the bus: EventBridge may lose an event that LookupEvents still knows. */
  readonly withhold?: boolean;
}

export interface Injected extends Heard {
  readonly eventId: string | undefined;
  /** EventBridge's own id of this delivery. */
  readonly envelopeId: string | undefined;
}

/** Takes a CloudTrail record, or a whole EventBridge envelope around one. */
export async function injectRecord(
  event: JsonObject,
  parts: InjectParts,
  options: InjectOptions = {},
): Promise<Injected> {
  const envelope = isEnvelope(event)
    ? event
    : { ...wrapRecord(event, LOCAL_ACCOUNT), id: parts.clock.newId() };
  const record = envelope['detail'];
  // CloudTrail knows nothing of what somebody else put on a bus under a name of his own.
  if (isObject(record) && textAt(envelope, 'source') === sourceOf(record)) await parts.trail.append(record);
  const heard = options.withhold === true ? { rules: [] } : await parts.world.put(envelope);
  return { eventId: textAt(record, 'eventID'), envelopeId: textAt(envelope, 'id'), ...heard };
}

/** An envelope names its `detail-type`; no CloudTrail record does. */
const isEnvelope = (event: JsonObject): boolean => 'detail-type' in event && 'detail' in event;
