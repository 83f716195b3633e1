/** What stands in Slack's channels: rebuilt from the kept messages, asked by history and update. */
import { textAt, type JsonObject } from '../json.ts';
import type { KeptMessage } from '../kept-message.ts';
import { slackClock } from './slack-clock.ts';

export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly editedTs: string | undefined;
  readonly body: JsonObject;
}

export interface Conversations {
  readonly nextTs: () => string;
  readonly find: (channel: string, ts: string) => PostedMessage | undefined;
  /** Newest first, as Slack lists them. */
  readonly of: (channel: string) => readonly PostedMessage[];
  readonly remember: (message: KeptMessage) => void;
}

/** No channel holds anything yet. */
export function conversations(now: () => Date): Conversations {
  const clock = slackClock(now);
  const posted = new Map<string, PostedMessage>();
  const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;
  return {
    nextTs: clock.next,
    find: (channel, ts) => posted.get(keyOf(channel, ts)),
    of: (channel) => [...posted.values()].filter((message) => message.channel === channel).reverse(),
    remember: (message) => {
      const channel = textAt(message.body, 'channel') ?? '';
      const ts = textAt(message.body, 'ts') ?? '';
      const editedTs = textAt(message.body, 'edited_ts');
      clock.seen(editedTs ?? ts);
      const threadTs = textAt(message.body, 'thread_ts');
      posted.set(keyOf(channel, ts), { channel, ts, threadTs, editedTs, body: message.body });
    },
  };
}

/** A message as conversations.history returns it. */
export function asSlackMessage(message: PostedMessage, withMetadata: boolean, replies: number): JsonObject {
  const { body } = message;
  return {
    type: 'message',
    subtype: 'bot_message',
    bot_id: 'B0LOCAL',
    text: textAt(body, 'text') ?? '',
    ts: message.ts,
    ...(body['blocks'] === undefined ? {} : { blocks: body['blocks'] }),
    ...(body['attachments'] === undefined ? {} : { attachments: body['attachments'] }),
    ...(withMetadata && body['metadata'] !== undefined ? { metadata: body['metadata'] } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(replies === 0 ? {} : { thread_ts: message.ts, reply_count: replies }),
    ...(message.editedTs === undefined ? {} : { edited: { user: 'U0LOCAL', ts: message.editedTs } }),
  };
}
