/** Posts as a Slack app. Each message carries our delivery id, so a doubtful one is looked up before a second is sent. */
import type { ChannelEffects, DeliveryAttempt, Destination } from '../../../delivery/channel.ts';
import { type Outcome, UNSAID } from '../../../delivery/outcome.ts';
import { probeResultOf } from '../../../delivery/probe.ts';
import { textAt } from '../../../kernel/json.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import type { Notification } from '../../../notification/notification.ts';
import { readVendorSecret, TOKEN_RULE, withFreshSecrets } from '../../read-vendor-secret.ts';
import { repeatNotice } from '../../repeat-notice.ts';
import { vendorId } from '../../vendor-id.ts';
import { renderMessage } from '../render-message.ts';
import { type CallSlack, callSlack } from './call-slack.ts';
import { findMessage, metadataOf, type Search } from './find-message.ts';
import type { SlackAppSettings } from './settings.ts';

export const slackAppDestination = (
  id: string,
  settings: SlackAppSettings,
  effects: ChannelEffects,
): Destination => ({
  id,
  channel: 'slack-app',
  async send(notification, attempt) {
    const slack = await connect(settings, withFreshSecrets(effects, attempt));
    return slack.ok
      ? await sendOnce(slack.value, settings.channelId, { notification, attempt })
      : slack.error;
  },
  async update(reference, { edited, news, quiet, aloud }, attempt) {
    const slack = await connect(settings, withFreshSecrets(effects, attempt));
    if (!slack.ok) return slack.error;
    // Editing twice leaves one message that says the same: no need to ask after a doubtful attempt.
    const outcome = await edit(slack.value, reference, edited);
    if (quiet === true && cannotBeEdited(outcome)) return UNSAID;
    // Slack shows nobody that a message was edited.
    const isUnheard = cannotBeEdited(outcome) || (aloud === true && outcome.kind === 'sent');
    return isUnheard ? sendOnce(slack.value, settings.channelId, { notification: news, attempt }) : outcome;
  },
  async probe() {
    const slack = await connect(settings, effects);
    if (!slack.ok) return probeResultOf(slack.error, '');
    // Whether the app is in the channel cannot be asked with the scopes it needs to post.
    const known = await slack.value.read('auth.test', {});
    return known.ok
      ? { kind: 'accepted', words: 'Slack knows the token; nothing was posted' }
      : probeResultOf(known.error, '');
  },
});

/** What the metadata carries. */
const idOf = ({ notification, attempt }: Work): string => vendorId(attempt.deliveryId, notification.edition);

interface Work {
  readonly notification: Notification;
  readonly attempt: DeliveryAttempt;
}

const connect = async (
  settings: SlackAppSettings,
  effects: ChannelEffects,
): Promise<Result<CallSlack, Outcome>> => {
  const token = await readVendorSecret(effects.readSecret, settings.token, TOKEN_RULE);
  return token.ok ? ok(callSlack(token.value, effects)) : token;
};

const sendOnce = async (slack: CallSlack, channelId: string, work: Work): Promise<Outcome> => {
  const { doubtfulSince } = work.attempt;
  const deliveryId = idOf(work);
  const search: Search =
    doubtfulSince === undefined
      ? { kind: 'absent' }
      : await findMessage(slack, { channelId, deliveryId, since: doubtfulSince });
  if (search.kind === 'found') return { kind: 'sent', reference: `${channelId}:${search.ts}`, found: true };
  if (search.kind === 'failed') return search.outcome;
  const notice = search.kind === 'cannot-tell' ? repeatNotice(work.attempt) : undefined;
  return post(slack, channelId, { ...work, notice });
};

const post = async (
  slack: CallSlack,
  channelId: string,
  { notification, attempt, notice }: Work & { readonly notice: string | undefined },
): Promise<Outcome> => {
  const answer = await slack.post('chat.postMessage', {
    channel: channelId,
    ...renderMessage(notification, notice),
    metadata: metadataOf(idOf({ notification, attempt })),
    unfurl_links: false,
    unfurl_media: false,
  });
  if (!answer.ok) return answer.error;
  const ts = textAt(answer.value, 'ts');
  const channel = textAt(answer.value, 'channel') ?? channelId;
  return ts === undefined ? { kind: 'sent' } : { kind: 'sent', reference: `${channel}:${ts}` };
};

// Without metadata the message keeps its own, which names the delivery of the first notice.
const edit = async (slack: CallSlack, reference: string, edited: Notification): Promise<Outcome> => {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(reference) ?? [];
  if (channel === undefined || ts === undefined) {
    return { kind: 'rejected', code: 'message-refused', detail: 'The reference is no Slack message.' };
  }
  const answer = await slack.post('chat.update', { channel, ts, ...renderMessage(edited) });
  return answer.ok ? { kind: 'sent', reference } : answer.error;
};

/** Somebody has deleted the message, or the workspace lets nobody edit any more: the news are told by themselves. */
const UNEDITABLE: readonly string[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

const cannotBeEdited = (outcome: Outcome): boolean =>
  outcome.kind === 'rejected' && outcome.detail !== undefined && UNEDITABLE.includes(outcome.detail);
