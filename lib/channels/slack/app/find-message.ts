/** Asks the channel's history for the message that an earlier attempt may have posted. */
import type { Outcome } from '../../../delivery/outcome.ts';
import { isoAfter, parseIso } from '../../../kernel/clock.ts';
import { at, type JsonObject, listAt, textAt } from '../../../kernel/json.ts';
import type { CallSlack } from './call-slack.ts';

const EVENT_TYPE = 'rolecall_notification';

/** What marks a message as ours: https://docs.slack.dev/messaging/message-metadata */
export const metadataOf = (deliveryId: string): JsonObject => ({
  event_type: EVENT_TYPE,
  event_payload: { delivery_id: deliveryId },
});

const PAGES = 5;
const MESSAGES_PER_PAGE = 200;
const SLACK_CLOCK_MARGIN_SECONDS = 60;

interface Wanted {
  readonly channelId: string;
  readonly deliveryId: string;
  /** ISO 8601: the earliest moment at which it may have been posted. */
  readonly since: string;
}

export type Search =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** The app may not read the channel, or there is too much in it. */
  | { readonly kind: 'cannot-tell' }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/** Looks at up to 1,000 messages since a minute before the doubt. */
export const findMessage = async (slack: CallSlack, wanted: Wanted): Promise<Search> => {
  const since = parseIso(wanted.since);
  if (!since) return { kind: 'cannot-tell' };
  const oldest = (parseIso(isoAfter(since, -SLACK_CLOCK_MARGIN_SECONDS)) ?? since).getTime() / 1000;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await slack.read('conversations.history', {
      channel: wanted.channelId,
      oldest: oldest.toFixed(6),
      inclusive: 'true',
      include_all_metadata: 'true',
      limit: String(MESSAGES_PER_PAGE),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (!answer.ok) return searchAfter(answer.error);
    const ours = listAt(answer.value, 'messages').find((message) => isOurs(message, wanted.deliveryId));
    const ts = textAt(ours, 'ts');
    if (ts !== undefined) return { kind: 'found', ts };
    cursor = textAt(answer.value, 'response_metadata', 'next_cursor');
    if (cursor === undefined) return { kind: 'absent' };
  }
  return { kind: 'cannot-tell' };
};

const isOurs = (message: unknown, deliveryId: string): boolean =>
  at(message, 'metadata', 'event_type') === EVENT_TYPE &&
  at(message, 'metadata', 'event_payload', 'delivery_id') === deliveryId;

// A missing scope must not silence the message: it is sent again and says so.
const searchAfter = (outcome: Outcome): Search =>
  outcome.kind === 'rejected' ? { kind: 'cannot-tell' } : { kind: 'failed', outcome };
