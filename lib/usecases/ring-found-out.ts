/**
 * Announced accesses that turned out to be something else, by an event whose writer never came to say so. A copy of their
 * record would tell, and mostly there is none; a look into AWS that failed too often is asked for by nobody any more.
 */
import type { AccessHistory } from '../history/access-history.ts';
import type { Change } from '../history/changes.ts';
import type { EventLog } from '../history/history-event.ts';
import { joinedCallerOf, joinedRecordOf } from '../history/make-events.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { isoAfter } from '../kernel/clock.ts';
import type { AnnounceEffects } from './announce-row.ts';
import { completeRow } from './complete-row.ts';
import type { Running } from './counting-run.ts';

/** Whoever noted it is at work no longer, and will be looked at by another run if he is. */
const OVER_SECONDS = 300;
const AT_A_TIME = 5;

/** Looks at each of the accesses to which something was joined; one that fails keeps no other from its turn. */
export const ringFoundOut = async (running: Running, changes: readonly Change[]): Promise<void> => {
  const { ringIfFoundOut, clock, done, logger, hasTime } = running;
  const before = isoAfter(clock.now(), -OVER_SECONDS);
  const joined = changes.filter(({ kind, notedAt }) => kind === 'joined' && notedAt < before);
  await inSlices([...new Set(joined.map(({ accessId }) => accessId))], AT_A_TIME, async (accessId) => {
    // Without time nothing is counted either, so that the next run looks again.
    if (!hasTime()) return;
    try {
      if (await ringIfFoundOut(accessId)) done.rungLate += 1;
    } catch (cause) {
      done.stepsFailed += 1;
      logger.error('found-out-not-rung', { accessId }, cause);
    }
  });
};

export interface FoundOutEffects extends AnnounceEffects {
  readonly history: Pick<AccessHistory, 'find' | 'join'>;
  readonly events: EventLog;
}

/** Notices before the row, as whoever found it out would have. True when people are told. Safe to repeat. */
export const ringIfFoundOut = async (effects: FoundOutEffects, accessId: string): Promise<boolean> => {
  const { history } = effects;
  const detail = await history.find(accessId);
  if (detail?.row.expected === undefined) return false;
  const { events = [] } = detail;
  if (events.some(({ kind }) => kind === 'archived')) return false;
  await completeRow(effects, detail);
  for (const event of events) {
    const joined = joinedRecordOf(event);
    if (joined !== undefined) await history.join(accessId, joinedCallerOf(event), joined);
  }
  return (await history.find(accessId))?.row.expected === undefined;
};
