/**
 * A notification as JSON for other programs: no markup, the words as they are. Values keep what people would be
 * spared (line breaks, control characters), because the receiver decides what to do with them.
 */
import type { Fact, Notification } from '../../notification/notification.ts';
import { cutText, wellFormed } from '../clean-text.ts';
import { fitMessage, type Shown } from '../fit-message.ts';
import { vendorId } from '../vendor-id.ts';

const LONGEST_TEXT = 4000;
const MOST_LINKS = 50;
/** Below what queues and functions behind a receiver take (256 KiB). */
const LONGEST_BODY = 240_000;

/** The body to sign and send: the same for every attempt. */
export const renderEvent = (notification: Notification): string =>
  fitMessage(
    notification,
    (shown) =>
      escapeJson({
        type: 'rolecall.notification',
        timestamp: notification.occurredAt,
        data: eventOf(notification, shown),
      }),
    (body) => body.length <= LONGEST_BODY,
  );

// Written out, so that a field added to notifications later does not leave by itself.
const eventOf = (notification: Notification, shown: Shown) => ({
  schemaVersion: notification.schemaVersion,
  accessId: vendorId(notification.accessId, notification.edition),
  kind: notification.kind,
  edition: notification.edition,
  importance: notification.importance,
  title: notification.title,
  sentence: notification.sentence,
  facts: shown.facts.map((fact): Fact => ({ ...fact, value: cutText(fact.value, shown.valueLength) })),
  ...(shown.omitted === undefined ? {} : { omitted: shown.omitted }),
  links: notification.links.slice(0, MOST_LINKS),
  occurredAt: notification.occurredAt,
  attributes: notification.attributes,
});

/** The one escaping function for JSON: printable ASCII only, so that nothing in it can steer a log or a terminal. */
const escapeJson = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'string' ? cutText(wellFormed(field), LONGEST_TEXT) : field,
  ).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
