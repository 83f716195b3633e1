/** What a row said before AWS corrected it, read from its events: our own writing, so it is trusted. */
import type { Door } from '../access/door.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { NotedEvent } from '../history/history-event.ts';
import { at, compact } from '../kernel/json.ts';

/** What a row tells of. */
export type Told = Pick<AccessRow, 'access' | 'door'>;

const toldIn = (event: NotedEvent | undefined): Told | undefined => {
  const holder = event === undefined ? undefined : (at(event.body, 'row') ?? event.body);
  const [access, door] = [at(holder, 'access'), at(holder, 'door')] as [RoleAccess?, Door?];
  return access === undefined && door === undefined ? undefined : compact({ access, door });
};

/** What it was before the correction with that place in `row.corrections`; `undefined` without its event. */
export const toldBefore = (
  row: AccessRow,
  events: readonly NotedEvent[],
  place: number,
): Told | undefined => {
  const earlier = place === 0 ? undefined : row.corrections?.[place - 1]?.eventId;
  return toldIn(
    earlier === undefined
      ? events.find(({ kind }) => kind === 'recorded' || kind === 'grouped')
      : events.find(({ name }) => name === `corrected#${earlier}`),
  );
};

/** What it was as the correction with that place left it. */
export const toldAfter = (row: AccessRow, events: readonly NotedEvent[], place: number): Told | undefined =>
  place + 1 === row.corrections?.length ? row : toldBefore(row, events, place + 1);
