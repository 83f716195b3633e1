/** Slack's incoming webhooks: a JSON message in, the text `ok` out, errors as plain words with their own status. */
import { destinationHint, type DestinationNames } from './destination-hint.ts';
import { isObject, parseJson, textAt, type JsonObject } from './json.ts';
import { rateLimit } from './rate-limit.ts';
import { slackLimits } from './slack/limits.ts';
import { slackLiveMarkup } from './slack/live-markup.ts';
import { keptMessageBody, messageRefusal, messageSummary } from './slack/message-rules.ts';
import { slackClock } from './slack/slack-clock.ts';
import { textReply, type Vendor, type VendorReply, type VendorRequest } from './vendor.ts';

const webhookPath = /^\/services\/[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/;

export interface SlackWebhookOptions {
  readonly now: () => Date;
  readonly names: DestinationNames;
  readonly burst: number;
}

/** hooks.slack.com */
export function slackWebhook(options: SlackWebhookOptions): Vendor {
  const limit = rateLimit({
    perSecond: slackLimits.messagesPerSecond,
    burst: options.burst,
    now: options.now,
  });
  const clock = slackClock(options.now);
  const destinationOf = (host: string, path: string): string => destinationHint(host, path, options.names);
  return {
    name: 'slack-webhook',
    destinationOf,
    remember: (message) => {
      clock.seen(textAt(message.body, 'ts'));
    },
    answer: (request) => {
      if (!webhookPath.test(request.path)) return textReply(404, 'no_service');
      const hint = destinationOf(request.host, request.path);
      const payload = request.method === 'POST' ? readPayload(request) : undefined;
      if (!payload) return refused(hint, {}, 400, 'invalid_payload');
      // Somebody asks whether the webhook lives; nothing of it was meant for people.
      if (Object.keys(payload).length === 0) return textReply(400, 'no_text');
      const seconds = limit.secondsToWait(request.path);
      if (seconds !== undefined) {
        return refused(hint, payload, 429, 'rate_limited', { 'retry-after': String(seconds) });
      }
      const refusal = messageRefusal(payload);
      if (refusal) return refused(hint, payload, 400, refusal.error, {}, refusal.messages);
      return accepted(hint, payload, clock.next());
    },
  };
}

/** JSON, or the old form field `payload`. */
function readPayload(request: VendorRequest): JsonObject | undefined {
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const text = isForm ? (new URLSearchParams(request.body).get('payload') ?? '') : request.body;
  const payload = parseJson(text);
  return isObject(payload) ? payload : undefined;
}

function accepted(hint: string, payload: JsonObject, ts: string): VendorReply {
  const thread = textAt(payload, 'thread_ts');
  return {
    ...textReply(200, 'ok'),
    accepted: true,
    word: '200 ok',
    arrival: {
      destinationHint: hint,
      action: thread === undefined ? 'new' : 'reply',
      thing: `${hint} ${thread ?? ts}`,
      summary: messageSummary(payload),
      body: { ...keptMessageBody(payload), ts, ...(thread === undefined ? {} : { thread_ts: thread }) },
      live: slackLiveMarkup(payload),
    },
  };
}

function refused(
  hint: string,
  payload: JsonObject,
  status: number,
  word: string,
  headers: Readonly<Record<string, string>> = {},
  problems: readonly string[] = [],
): VendorReply {
  return {
    ...textReply(status, word, headers),
    accepted: false,
    word: `${String(status)} ${word}`,
    arrival: {
      destinationHint: hint,
      action: 'new',
      thing: null,
      summary: messageSummary(payload),
      body: { ...keptMessageBody(payload), ...(problems.length === 0 ? {} : { problems }) },
      live: [],
    },
  };
}
