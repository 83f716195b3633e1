/** Everything that is kept, to compare two ways to it. Wake-ups are not: they may be lost. */
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { AccessDetail } from '../../lib/history/access-history.ts';
import { EVER, type Recording } from './recording.ts';

export const detailsOf = async ({
  history,
}: Pick<Recording, 'history'>): Promise<readonly AccessDetail[]> => {
  const { rows } = await history.list(EVER);
  const found = await Promise.all(rows.map(({ accessId }) => history.find(accessId)));
  return found.filter((detail) => detail !== undefined);
};

const byName = <T extends { readonly name: string }>(events: readonly T[]): readonly T[] =>
  [...events].sort((one, other) => one.name.localeCompare(other.name));

/** Rows with events and deliveries, waiting halves and open windows; without the moments of writing events. */
export const everythingKept = async (recording: Recording): Promise<unknown> => ({
  accesses: (await detailsOf(recording)).map(({ row, events = [], deliveries }) => ({
    row,
    events: byName(events).map(({ notedAt: _notedAt, ...event }) => event),
    deliveries,
  })),
  halves: await recording.history.halvesDue(EVER.to, 100),
  windows: (await recording.history.windowsDue(EVER.to, 1000)).map(({ accessId }) => accessId),
});

/** Ids of the accesses of which somebody is told, with the number of deliveries. */
export const rung = async (recording: Recording): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await detailsOf(recording))
      .map(({ row, deliveries }) => [eventOf(row.access), deliveries.length] as const)
      .filter(([, count]) => count > 0),
  );

const eventOf = (access: RoleAccess | undefined): string => access?.accessId.split('.')[1] ?? 'unreadable';
