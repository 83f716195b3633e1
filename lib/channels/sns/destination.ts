/** Publishes to a topic. SNS cannot be asked what arrived, so a repeated message says that it is one. */
import type { ChannelEffects, Destination } from '../../delivery/channel.ts';
import type { Rejected } from '../../delivery/outcome.ts';
import { probeResultOf } from '../../delivery/probe.ts';
import { repeatNotice } from '../repeat-notice.ts';
import { renderMail } from './render-mail.ts';
import type { SnsSettings } from './settings.ts';

export const snsDestination = (id: string, settings: SnsSettings, effects: ChannelEffects): Destination => ({
  id,
  channel: 'sns',
  async send(notification, attempt) {
    const topicArn = settings.topicArn ?? effects.topicArnOf(id);
    if (topicArn === undefined) return NO_TOPIC;
    const mail = renderMail(notification, attempt.deliveryId, repeatNotice(attempt));
    return effects.publishToTopic({ topicArn, ...mail });
  },
  async probe() {
    const topicArn = settings.topicArn ?? effects.topicArnOf(id);
    const found = topicArn === undefined ? NO_TOPIC : await effects.findTopic(topicArn);
    return probeResultOf(found, 'the topic is there; nothing was published');
  },
});

const NO_TOPIC: Rejected = {
  kind: 'rejected',
  code: 'not-configured',
  detail: 'The stack made no topic for this destination.',
};
