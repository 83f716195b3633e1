/** Where rows go before they are deleted. */
import type { Delivery } from '../delivery/delivery.ts';
import { isObject, listAt, parseJson, textAt } from '../kernel/json.ts';
import type { AccessDetail } from './access-history.ts';
import type { NotedEvent } from './history-event.ts';
import type { AccessRow } from './access-row.ts';

export interface Archive {
  /** Stores JSON lines under a name that is never reused; throws when they are not safely stored. */
  store(name: string, lines: string): Promise<void>;
}

export interface ReadArchive {
  /** `undefined` when no object has that name. */
  read(name: string): Promise<string | undefined>;
}

/** An access with everything that belonged to it. */
export const archiveLine = (detail: AccessDetail): string => `${JSON.stringify(detail)}\n`;

/** The lines by access. What is no line of ours is left out: whoever looks for it finds nothing. */
export const readArchiveLines = (text: string): ReadonlyMap<string, AccessDetail> => {
  const details = new Map<string, AccessDetail>();
  for (const line of text.split('\n')) {
    const json = parseJson(line);
    const row = isObject(json) ? json['row'] : undefined;
    const accessId = textAt(row, 'accessId');
    if (accessId === undefined) continue;
    details.set(accessId, {
      row: row as AccessRow,
      deliveries: listAt(json, 'deliveries') as readonly Delivery[],
      digests: listAt(json, 'digests') as readonly Delivery[],
      events: listAt(json, 'events') as readonly NotedEvent[],
    });
  }
  return details;
};
