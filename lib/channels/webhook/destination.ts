/** Sends signed JSON. Receivers drop a repeated `webhook-id`, so sending again does no harm. */
import type { ChannelEffects, Destination } from '../../delivery/channel.ts';
import { classifyAnswer } from '../../delivery/classify-answer.ts';
import { readVendorSecret } from '../read-vendor-secret.ts';
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
    const url = await readVendorSecret(effects.readSecret, settings.url, RECEIVER_URL);
    if (!url.ok) return url.error;
    const secret = await readVendorSecret(effects.readSecret, settings.secret, SIGNING_SECRET);
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
    return classifyAnswer(answer, effects.clock.now(), 'asks');
  },
});

const headerText = (text: string): string => text.replace(/[^\x21-\x7e]/g, '_');
