/**
 * A notification as JSON for other programs: no markup, the words as they are. Values keep what people would be
 * spared (line breaks, control characters), because the receiver decides what to do with them.
 */
import type { Notification } from '../../notification/notification.ts';
import { cutText, wellFormed } from '../clean-text.ts';
import { vendorId } from '../vendor-id.ts';

const LONGEST_TEXT = 4000;
const MOST_ITEMS = 200;

/** The body to sign and send: the same for every attempt. */
export const renderEvent = (notification: Notification): string =>
  escapeJson({
    type: 'rolecall.notification',
    timestamp: notification.occurredAt,
    data: {
      schemaVersion: notification.schemaVersion,
      accessId: vendorId(notification.accessId, notification.edition),
      kind: notification.kind,
      edition: notification.edition,
      importance: notification.importance,
      title: notification.title,
      sentence: notification.sentence,
      facts: notification.facts.slice(0, MOST_ITEMS),
      links: notification.links.slice(0, MOST_ITEMS),
      occurredAt: notification.occurredAt,
      attributes: notification.attributes,
    },
  });

/** The one escaping function for JSON: printable ASCII only, so that nothing in it can steer a log or a terminal. */
const escapeJson = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'string' ? cutText(wellFormed(field), LONGEST_TEXT) : field,
  ).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
