/** How the later word is named that tells of a change: as the event is. */
import type { HistoryEvent } from '../history/history-event.ts';

/** `joined-<event id>`, `corrected-<event id>`: a part of a delivery's key holds no `#`. */
export const partOfEvent = ({ name }: Pick<HistoryEvent, 'name'>): string => name.replace('#', '-');
