/** A webhook answers `ok` or the name of an error as plain text; the text says more than the status. */
import { classifyAnswer } from '../../../delivery/classify-answer.ts';
import type { Outcome, RejectionCode } from '../../../delivery/outcome.ts';
import type { HttpAnswer } from '../../../kernel/http.ts';

/**
 * Errors that stay until somebody changes something.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
const PERMANENT: Readonly<Record<string, RejectionCode>> = {
  no_service: 'destination-gone',
  no_service_id: 'destination-gone',
  no_active_hooks: 'destination-gone',
  no_team: 'destination-gone',
  team_disabled: 'destination-gone',
  channel_not_found: 'destination-gone',
  channel_is_archived: 'destination-gone',
  user_not_found: 'destination-gone',
  invalid_token: 'not-authorised',
  action_prohibited: 'not-authorised',
  posting_to_general_channel_denied: 'not-authorised',
  invalid_payload: 'message-refused',
  invalid_blocks: 'message-refused',
  invalid_blocks_format: 'message-refused',
  msg_blocks_too_long: 'message-refused',
  msg_too_long: 'message-refused',
  no_text: 'message-refused',
  missing_text_or_fallback_or_attachments: 'message-refused',
  too_many_attachments: 'message-refused',
};

/** What became of a message that was posted to a webhook. */
export const classifyWebhookAnswer = (answer: HttpAnswer, now: Date): Outcome => {
  const byStatus = classifyAnswer(answer, now, 'repeats');
  if (answer.kind === 'failed' || answer.status >= 500 || answer.status === 429) return byStatus;
  const words = answer.body.trim();
  const permanent = Object.hasOwn(PERMANENT, words) ? PERMANENT[words] : undefined;
  if (permanent) return { kind: 'rejected', code: permanent, detail: words };
  if (byStatus.kind !== 'sent' || words === 'ok') return byStatus;
  return { kind: 'retry', code: 'answer-not-understood', detail: `HTTP ${answer.status} without "ok"` };
};
