/** Makes a message fit its vendor: first shorter values, then fewer facts. The history keeps them all. */
import type { Fact, Notification } from '../notification/notification.ts';

interface Room {
  /** Longest value, in UTF-16 units. */
  readonly valueLength: number;
  readonly facts: number;
}

const ROOMS: readonly Room[] = [
  { valueLength: 1900, facts: 60 },
  { valueLength: 900, facts: 60 },
  { valueLength: 400, facts: 60 },
  { valueLength: 200, facts: 60 },
  { valueLength: 100, facts: 40 },
  { valueLength: 80, facts: 20 },
  // The twenty lines of a digest, short, before any of them is left out.
  { valueLength: 60, facts: 20 },
  { valueLength: 60, facts: 8 },
  { valueLength: 60, facts: 0 },
];

/** What of a notification is shown in the room there is. */
export interface Shown {
  readonly facts: readonly Fact[];
  readonly valueLength: number;
  /** Says how many facts had to be left out. */
  readonly omitted?: string;
}

const shownIn = ({ facts }: Notification, room: Room): Shown => {
  const left = facts.length - room.facts;
  const shown = { facts: facts.slice(0, room.facts), valueLength: room.valueLength };
  return left > 0 ? { ...shown, omitted: `${left} more facts are in the history.` } : shown;
};

/** The fullest rendering that fits; the smallest one when even that does not. */
export const fitMessage = <T>(
  notification: Notification,
  render: (shown: Shown) => T,
  fits: (message: T) => boolean,
): T => {
  const [fullest, ...smaller] = ROOMS.map((room) => () => render(shownIn(notification, room)));
  let message = (fullest ?? (() => render({ facts: [], valueLength: 0 })))();
  for (const renderSmaller of smaller) {
    if (fits(message)) return message;
    message = renderSmaller();
  }
  return message;
};
