/** What a row said before AWS corrected it, read from its events: our own writing, so it is trusted. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { NotedEvent } from '../history/history-event.ts';
import { at } from '../kernel/json.ts';

const accessIn = (event: NotedEvent | undefined): RoleAccess | undefined =>
  event === undefined
    ? undefined
    : ((at(event.body, 'row', 'access') ?? at(event.body, 'access')) as RoleAccess | undefined);

/** The access as it stood before the correction with that place in `row.corrections`; `undefined` without its event. */
export const accessBefore = (
  row: AccessRow,
  events: readonly NotedEvent[],
  place: number,
): RoleAccess | undefined => {
  const earlier = place === 0 ? undefined : row.corrections?.[place - 1]?.eventId;
  return accessIn(
    earlier === undefined
      ? events.find(({ kind }) => kind === 'recorded' || kind === 'grouped')
      : events.find(({ name }) => name === `corrected#${earlier}`),
  );
};

/** The access as the correction with that place left it. */
export const accessAfter = (
  row: AccessRow,
  events: readonly NotedEvent[],
  place: number,
): RoleAccess | undefined =>
  place + 1 === row.corrections?.length ? row.access : accessBefore(row, events, place + 1);
