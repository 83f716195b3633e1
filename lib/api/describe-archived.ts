/** That an access is not lost but in the archive, read from the tombstone that stays behind. */
import type { NotedEvent } from '../history/history-event.ts';
import { textAt } from '../kernel/json.ts';
import { showText } from './show-text.ts';

/** A sentence with the day (UTC) and the object; `undefined` when nothing tells of an archive. */
export const describeArchived = (events: readonly NotedEvent[]): string | undefined => {
  const tombstone = events.find(({ kind }) => kind === 'archived');
  if (tombstone === undefined) return undefined;
  const object = textAt(tombstone.body, 'object');
  const where = object === undefined ? '' : `, into ${showText(object)}`;
  return `This access was moved to the archive on ${tombstone.at.slice(0, 10)}${where}.`;
};
