/** One access together with the one whose notice stands for it. */
import type { AccessHistory } from '../history/access-history.ts';
import type { KeptAccess } from './kept-access.ts';

/** Throws what the history throws. */
export const findWithFirst = async (
  history: Pick<AccessHistory, 'find'>,
  accessId: string,
): Promise<KeptAccess | undefined> => {
  const kept = await history.find(accessId);
  if (kept?.row.groupedWith === undefined) return kept;
  const first = await history.find(kept.row.groupedWith);
  return first === undefined ? kept : { ...kept, first };
};
