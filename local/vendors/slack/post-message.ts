/** chat.postMessage and chat.update. */
import { isObject, textAt, type JsonObject } from '../json.ts';
import type { Arrival } from '../kept-message.ts';
import { jsonReply, type VendorReply } from '../vendor.ts';
import type { Conversations } from './conversations.ts';
import { slackLiveMarkup } from './live-markup.ts';
import { keptMessageBody, messageRefusal, messageSummary, type SlackRefusal } from './message-rules.ts';

/** Where a message goes: Slack's id and the name a person knows. */
export interface SlackPlace {
  readonly id: string;
  readonly label: string;
}

/** Posts a message, or answers Slack's error. */
export function postMessage(known: Conversations, place: SlackPlace, args: JsonObject): VendorReply {
  const refusal = messageRefusal(args) ?? metadataRefusal(args);
  if (refusal) return refusedMessage(place, args, refusal);
  const thread = textAt(args, 'thread_ts');
  if (thread !== undefined && !known.find(place.id, thread)) {
    return refusedMessage(place, args, { error: 'thread_not_found', messages: [] });
  }
  const ts = known.nextTs();
  const body = {
    ...keptMessageBody(args),
    channel: place.id,
    ts,
    ...(thread === undefined ? {} : { thread_ts: thread }),
  };
  return acceptedMessage(place, thread === undefined ? 'new' : 'reply', thread ?? ts, body);
}

/** Replaces text and blocks of a message; what it carries as metadata stays unless it is given anew. */
export function updateMessage(known: Conversations, place: SlackPlace, args: JsonObject): VendorReply {
  const ts = textAt(args, 'ts');
  const before = ts === undefined ? undefined : known.find(place.id, ts);
  if (!before) return refusedMessage(place, args, { error: 'message_not_found', messages: [] });
  const refusal = messageRefusal(args) ?? metadataRefusal(args);
  if (refusal) return refusedMessage(place, args, refusal);
  const metadata = args['metadata'] ?? before.body['metadata'];
  const body = {
    ...keptMessageBody(args),
    ...(metadata === undefined ? {} : { metadata }),
    channel: place.id,
    ts: before.ts,
    edited_ts: known.nextTs(),
    ...(before.threadTs === undefined ? {} : { thread_ts: before.threadTs }),
  };
  return acceptedMessage(place, 'update', before.threadTs ?? before.ts, body);
}

function metadataRefusal(args: JsonObject): SlackRefusal | undefined {
  const metadata = args['metadata'];
  if (metadata === undefined) return undefined;
  const valid = isObject(metadata) && textAt(metadata, 'event_type') && isObject(metadata['event_payload']);
  return valid ? undefined : { error: 'invalid_metadata_format', messages: [] };
}

function acceptedMessage(
  place: SlackPlace,
  action: Arrival['action'],
  root: string,
  body: JsonObject,
): VendorReply {
  const { channel, ts, edited_ts: edited, ...message } = body;
  return {
    ...jsonReply(200, {
      ok: true,
      channel,
      ts,
      message: {
        type: 'message',
        bot_id: 'B0LOCAL',
        ts,
        ...message,
        ...(edited ? { edited: { ts: edited } } : {}),
      },
    }),
    accepted: true,
    word: '200 ok',
    arrival: {
      destinationHint: place.label,
      action,
      thing: `${place.id} ${root}`,
      summary: messageSummary(body),
      body,
      live: slackLiveMarkup(body),
    },
  };
}

/** Slack says no with HTTP 200. */
export function refusedMessage(place: SlackPlace, args: JsonObject, refusal: SlackRefusal): VendorReply {
  const { error, messages } = refusal;
  return {
    ...jsonReply(200, {
      ok: false,
      error,
      ...(messages.length === 0 ? {} : { errors: messages, response_metadata: { messages } }),
    }),
    accepted: false,
    word: `200 ${error}`,
    arrival: {
      destinationHint: place.label,
      action: 'new',
      thing: null,
      summary: messageSummary(args),
      body: { ...keptMessageBody(args), ...(messages.length === 0 ? {} : { problems: messages }) },
      live: [],
    },
  };
}
