/** Slack's Web API as a bot uses it. Errors come with HTTP 200 and `ok: false`, only the rate limit has a status. */
import { isObject, parseJson, textAt, type JsonObject } from './json.ts';
import { rateLimit } from './rate-limit.ts';
import { conversations } from './slack/conversations.ts';
import { historyAnswer, repliesAnswer } from './slack/history.ts';
import { slackLimits } from './slack/limits.ts';
import { postMessage, refusedMessage, updateMessage, type SlackPlace } from './slack/post-message.ts';
import { jsonReply, type Vendor, type VendorReply, type VendorRequest } from './vendor.ts';

/** A channel of the pretended workspace. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  /** False: the bot was never invited. */
  readonly member?: boolean;
  readonly archived?: boolean;
}

export interface SlackApiOptions {
  readonly now: () => Date;
  /** When given, only these channels exist; otherwise every well-formed id does. */
  readonly channels?: readonly SlackChannel[];
  readonly burst: number;
}

/** slack.com/api */
export function slackApi(options: SlackApiOptions): Vendor {
  const known = conversations(options.now);
  const posts = rateLimit({
    perSecond: slackLimits.messagesPerSecond,
    burst: options.burst,
    now: options.now,
  });
  // Tier 3: 50 and more a minute.
  const tier3 = rateLimit({ perSecond: 50 / 60, burst: 50, now: options.now });
  return {
    name: 'slack-api',
    destinationOf: (host) => host,
    remember: known.remember,
    answer: (request) => {
      const method = /^\/api\/([a-z.A-Z]+)$/.exec(request.path)?.[1] ?? '';
      if (!methods.includes(method)) return slackError('unknown_method');
      const denied = tokenError(request);
      if (denied) return slackError(denied);
      if (method === 'auth.test') return jsonReply(200, identity);
      const args = readArguments(request);
      if (!args) return slackError('invalid_json');
      const place = findChannel(options.channels, textAt(args, 'channel') ?? '');
      if (typeof place === 'string') return refused(method, args, place);
      const seconds =
        method === 'chat.postMessage' ? posts.secondsToWait(place.id) : tier3.secondsToWait(method);
      if (seconds !== undefined) return rateLimited(method, place, args, seconds);
      if (method === 'chat.postMessage') return postMessage(known, place, args);
      if (method === 'chat.update') return updateMessage(known, place, args);
      if (method === 'conversations.replies') return jsonReply(200, repliesAnswer(known, place.id, args));
      return jsonReply(200, historyAnswer(known, place.id, args));
    },
  };
}

const methods = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
];

const identity = {
  ok: true,
  url: 'https://local.slack.com/',
  team: 'Local',
  user: 'rolecall',
  team_id: 'T0LOCAL',
  user_id: 'U0LOCAL',
  bot_id: 'B0LOCAL',
};

function slackError(error: string): VendorReply {
  return jsonReply(200, { ok: false, error });
}

function tokenError(request: VendorRequest): string | undefined {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return 'not_authed';
  return /^xox[bp]-[A-Za-z0-9-]+$/.test(token) ? undefined : 'invalid_auth';
}

/** JSON when it says so, else a form whose blocks, attachments and metadata are JSON inside strings. */
function readArguments(request: VendorRequest): JsonObject | undefined {
  const query = Object.fromEntries(request.query);
  if (request.method === 'GET') return query;
  if ((request.headers['content-type'] ?? '').startsWith('application/json')) {
    const value = parseJson(request.body);
    return isObject(value) ? value : undefined;
  }
  const form = Object.entries({ ...query, ...Object.fromEntries(new URLSearchParams(request.body)) });
  return Object.fromEntries(
    form.map(([key, value]) => [
      key,
      ['blocks', 'attachments', 'metadata'].includes(key) ? parseJson(value) : value,
    ]),
  );
}

function findChannel(channels: readonly SlackChannel[] | undefined, wished: string): SlackPlace | string {
  if (!channels) {
    const wellFormed = /^([CGD][A-Z0-9]{2,}|#[a-z0-9_-]{1,80})$/.test(wished);
    return wellFormed ? { id: wished, label: wished } : 'channel_not_found';
  }
  const channel = channels.find(
    (item) => item.id === wished || `#${item.name}` === wished || item.name === wished,
  );
  if (!channel) return 'channel_not_found';
  if (channel.archived === true) return 'is_archived';
  return channel.member === false ? 'not_in_channel' : { id: channel.id, label: `#${channel.name}` };
}

/** Only a message that was meant for people is worth a line in the inbox. */
function refused(method: string, args: JsonObject, error: string): VendorReply {
  if (!method.startsWith('chat.')) return slackError(error);
  const label = (textAt(args, 'channel') ?? 'slack.com').slice(0, 80);
  return refusedMessage({ id: label, label }, args, { error, messages: [] });
}

function rateLimited(method: string, place: SlackPlace, args: JsonObject, seconds: number): VendorReply {
  const reply = jsonReply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
  if (!method.startsWith('chat.')) return reply;
  const { arrival } = refusedMessage(place, args, { error: 'ratelimited', messages: [] });
  return { ...reply, accepted: false, word: '429 ratelimited', ...(arrival ? { arrival } : {}) };
}
