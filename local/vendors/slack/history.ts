/** conversations.history and conversations.replies: newest first, in pages, with metadata when asked for. */
import type { JsonObject } from '../json.ts';
import { asSlackMessage, type Conversations, type PostedMessage } from './conversations.ts';

/** Slack's answer to conversations.history; threads' replies are not part of it. */
export function historyAnswer(
  known: Conversations,
  channel: string,
  args: Readonly<Record<string, unknown>>,
): JsonObject {
  const all = known.of(channel);
  const top = all.filter((message) => message.threadTs === undefined || message.threadTs === message.ts);
  return page(top, all, args);
}

/** Slack's answer to conversations.replies: the parent and its replies, oldest first. */
export function repliesAnswer(
  known: Conversations,
  channel: string,
  args: Readonly<Record<string, unknown>>,
): JsonObject {
  const all = known.of(channel);
  const parent = String(args['ts']);
  const thread = all.filter((message) => message.ts === parent || message.threadTs === parent).reverse();
  return thread.length === 0 ? { ok: false, error: 'thread_not_found' } : page(thread, all, args);
}

function page(
  messages: readonly PostedMessage[],
  all: readonly PostedMessage[],
  args: Readonly<Record<string, unknown>>,
): JsonObject {
  const limit = Math.min(999, Math.max(1, Number(args['limit'] ?? 100) || 100));
  const start = decodeCursor(args['cursor']);
  if (start === undefined) return { ok: false, error: 'invalid_cursor' };
  const wanted = messages.filter((message) => inTime(message.ts, args));
  const slice = wanted.slice(start, start + limit);
  const more = wanted.length > start + limit;
  const metadata =
    ['true', '1'].includes(String(args['include_all_metadata'])) || args['include_all_metadata'] === true;
  return {
    ok: true,
    messages: slice.map((message) =>
      asSlackMessage(message, metadata, all.filter((other) => other.threadTs === message.ts).length),
    ),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: encodeCursor(start + limit) } } : {}),
  };
}

function inTime(ts: string, args: Readonly<Record<string, unknown>>): boolean {
  const inclusive = ['true', '1'].includes(String(args['inclusive']));
  const at = Number(ts);
  const oldest = args['oldest'] === undefined ? -Infinity : Number(args['oldest']);
  const latest = args['latest'] === undefined ? Infinity : Number(args['latest']);
  return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function encodeCursor(start: number): string {
  return Buffer.from(`next:${String(start)}`).toString('base64');
}

function decodeCursor(cursor: unknown): number | undefined {
  if (cursor === undefined || cursor === '') return 0;
  if (typeof cursor !== 'string') return undefined;
  const digits = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
