/**
 * Second records that were kept while the row of their access was being written: whoever brought them did not find it,
 * and whoever wrote it did not find them. Those that the row has are released.
 */
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isCorrectedBy } from '../history/change-row.ts';
import { type CopyEffects, joinCopyTo, joinWaitingCopy } from './join-caller-copy.ts';
import { hasJoined, type JoinEffects } from './join-record.ts';
import { joinWaitingHalf } from './join-waiting-half.ts';
import { hasOtherHalf, joinHalfTo } from './keep-or-join-half.ts';
import type { LearnEffects } from './learn-alias.ts';

type Effects = JoinEffects & LearnEffects & CopyEffects;

/**
 * Ask after the row was written, and again for a copy of its record: the first recorder may have died before. What the
 * row has is read from the table: another recorder may have written it, who knew less than we.
 */
export const joinKeptMeanwhile = async (effects: Effects, row: AccessRow): Promise<void> => {
  await joinHalvesKept(effects, row);
  await joinCopyKept(effects, row);
};

const joinHalvesKept = async (effects: Effects, row: AccessRow): Promise<void> => {
  const { history } = effects;
  if (row.access === undefined) return;
  const { halves } = await joinWaitingHalf(history, row.access);
  for (const half of halves) {
    const detail = await history.find(row.accessId);
    // Whoever switches twice within a minute has another entry for it, which may still come.
    if (detail === undefined || hasOtherHalf(detail.row, half)) continue;
    if (!knowsHalf(detail.row, half)) await joinHalfTo(effects, detail, half);
    await history.releaseHalf(half);
  }
};

const knowsHalf = (row: AccessRow, { eventId, correction }: SwitchRoleHalf): boolean =>
  hasJoined(row, eventId) && (correction === undefined || isCorrectedBy(row, correction));

const joinCopyKept = async (effects: Effects, row: AccessRow): Promise<void> => {
  const { history, copies } = effects;
  if (row.access === undefined) return;
  const { copy } = await joinWaitingCopy(effects, row.access);
  if (copy === undefined) return;
  const detail = await history.find(row.accessId);
  if (detail === undefined) return;
  if (!hasJoined(detail.row, copy.eventId)) await joinCopyTo(effects, detail, copy);
  await copies?.release(copy.sharedEventId);
};
