/** Asks a webhook whether it lives: a message without text is refused by a living one and posted by none. */
import { type ProbeResult, probeResultOf } from '../../../delivery/probe.ts';
import type { HttpAnswer } from '../../../kernel/http.ts';
import { classifyWebhookAnswer } from './classify-webhook-answer.ts';

/** What is sent to ask. */
export const EMPTY_MESSAGE = '{}';

const ALIVE = 'Slack knows the webhook; nothing was posted';

/**
 * A revoked webhook answers `no_service`, an archived channel `channel_is_archived`: those are asked about first.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export const readWebhookProbe = (answer: HttpAnswer, now: Date): ProbeResult => {
  const outcome = classifyWebhookAnswer(answer, now);
  return outcome.kind === 'rejected' && outcome.code === 'message-refused'
    ? { kind: 'accepted', words: ALIVE }
    : probeResultOf(outcome, ALIVE);
};
