/** Publishes to a topic. SNS cannot be asked what arrived, so a repeated message says that it is one. */
import type { ChannelEffects, Destination } from '../../delivery/channel.ts';
import { repeatNotice } from '../repeat-notice.ts';
import { renderMail } from './render-mail.ts';
import type { SnsSettings } from './settings.ts';

export const snsDestination = (id: string, settings: SnsSettings, effects: ChannelEffects): Destination => ({
  id,
  channel: 'sns',
  async send(notification, attempt) {
    const topicArn = settings.topicArn ?? effects.topicArnOf(id);
    if (topicArn === undefined) {
      return {
        kind: 'rejected',
        code: 'not-configured',
        detail: 'The stack made no topic for this destination.',
      };
    }
    const mail = renderMail(notification, attempt.deliveryId, repeatNotice(attempt));
    return effects.publishToTopic({ topicArn, ...mail });
  },
});
