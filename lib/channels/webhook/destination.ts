/** Sends signed JSON. Receivers drop a repeated `webhook-id`, so sending again does no harm. */
import type { ChannelEffects, Destination } from '../../delivery/channel.ts';
import { classifyAnswer } from '../../delivery/classify-answer.ts';
import { probeResultOf } from '../../delivery/probe.ts';
import type { HttpAnswer } from '../../kernel/http.ts';
import { believeRefusal, type Patience } from '../believe-refusal.ts';
import { readVendorSecret, withFreshSecrets } from '../read-vendor-secret.ts';
import { vendorId } from '../vendor-id.ts';
import { RECEIVER_URL } from './receiver-url.ts';
import { renderEvent } from './render-event.ts';
import type { WebhookSettings } from './settings.ts';
import { SIGNING_SECRET, signWebhook } from './sign-webhook.ts';

export const webhookDestination = (
  id: string,
  settings: WebhookSettings,
  effects: ChannelEffects,
): Destination => ({
  id,
  channel: 'webhook',
  async send(notification, attempt) {
    const { readSecret } = withFreshSecrets(effects, attempt);
    const url = await readVendorSecret(readSecret, settings.url, RECEIVER_URL);
    if (!url.ok) return url.error;
    const secret = await readVendorSecret(readSecret, settings.secret, SIGNING_SECRET);
    if (!secret.ok) return secret.error;
    const body = renderEvent(notification);
    const signed = {
      id: headerText(vendorId(attempt.deliveryId, notification.edition)),
      body,
      at: effects.clock.now(),
    };
    const answer = await effects.http({
      method: 'POST',
      url: url.value,
      headers: { 'content-type': 'application/json', ...signWebhook(secret.value, signed) },
      body,
    });
    const outcome = classifyAnswer(answer, effects.clock.now(), 'asks');
    return outcome.kind === 'rejected' && isPerhapsTheIngress(answer)
      ? believeRefusal(outcome, attempt, { patience: WHILE_IT_IS_DEPLOYED, clock: effects.clock })
      : outcome;
  },
  // A receiver may act on whatever it is sent, so it is sent nothing.
  async probe() {
    const url = await readVendorSecret(effects.readSecret, settings.url, RECEIVER_URL);
    if (!url.ok) return probeResultOf(url.error, '');
    const secret = await readVendorSecret(effects.readSecret, settings.secret, SIGNING_SECRET);
    if (!secret.ok) return probeResultOf(secret.error, '');
    const reached = await effects.reach(url.value);
    if (reached.kind === 'reached') {
      return { kind: 'accepted', words: 'its host answers with a valid certificate; not posted' };
    }
    return probeResultOf(classifyAnswer(reached, effects.clock.now(), 'asks'), '');
  },
});

/** Three times, over three minutes. The pause is one for the ledger, so that the receiver's other notices go on. */
const WHILE_IT_IS_DEPLOYED: Patience = { times: 3, seconds: 180, pauseSeconds: 90 };

/** What proxies and load balancers answer in place of a receiver. "Gone" (410) is nothing that they say. */
const isPerhapsTheIngress = (answer: HttpAnswer): boolean =>
  answer.kind === 'answered' &&
  ([401, 403, 404].includes(answer.status) || (answer.status >= 300 && answer.status < 400));

const headerText = (text: string): string => text.replace(/[^\x21-\x7e]/g, '_');
