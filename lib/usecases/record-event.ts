/**
 * One event from the intake queue: judged, recorded, and its deliveries opened. The row is written before anybody is
 * told; a second copy of the same record finds the row and opens whatever a crash left unopened, which is mostly
 * nothing. Whatever throws here fails the queue item, so that it comes back.
 */
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { announceRow } from './announce-row.ts';
import { groupDenial } from './group-denial.ts';
import { judgeEvent } from './judge-event.ts';
import { keepOrJoinHalf } from './keep-or-join-half.ts';
import { joinWaitingHalf } from './join-waiting-half.ts';
import { rowOfAccess, rowOfUnreadable } from './make-row.ts';

export interface RecordEffects {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly ledger: Ledger;
  readonly wake: WakeDeliveries;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

export type FoundBy = AccessRow['foundBy'];

export const RECORD_RESULTS = ['recorded', 'already-there', 'ignored', 'half-kept', 'half-joined'] as const;
export type RecordResult = (typeof RECORD_RESULTS)[number];

/** Records one EventBridge envelope, given as text. Throws when the history or the queue cannot be written. */
export const recordEvent = async (
  effects: RecordEffects,
  text: string,
  foundBy: FoundBy = 'event',
): Promise<RecordResult> => {
  const judgement = judgeEvent(effects.policy, text);
  switch (judgement.kind) {
    case 'ignored':
      effects.metrics.count('RecordIgnored');
      return 'ignored';
    case 'unreadable':
      effects.metrics.count('RecordUnreadable');
      return recordAndTell(effects, rowOfUnreadable(effects, judgement, foundBy));
    case 'switch-half':
      return recordHalf(effects, judgement.half);
    case 'access':
      return recordAccess(effects, { ...judgement, foundBy });
  }
};

const recordHalf = async (effects: RecordEffects, half: SwitchRoleHalf): Promise<RecordResult> => {
  const result = await keepOrJoinHalf(effects, half);
  effects.logger.info('switch-recorded', { eventId: half.eventId, accountId: half.accountId, result });
  return result;
};

type JudgedAccess = Omit<Parameters<typeof rowOfAccess>[1], 'joined'>;

/** Records an access: with the console's other half if that came first, and grouped if it is a repeated denial. */
export const recordAccess = async (effects: RecordEffects, judged: JudgedAccess): Promise<RecordResult> => {
  const waiting = await joinWaitingHalf(effects.history, judged.access);
  const row = rowOfAccess(effects, { ...judged, access: waiting.access, joined: waiting.joined });
  const first = await groupDenial(effects, waiting.access);
  const result = await recordAndTell(effects, first === undefined ? row : { ...row, groupedWith: first });
  await Promise.all(waiting.halves.map((half) => effects.history.releaseHalf(half)));
  return result;
};

const recordAndTell = async (effects: RecordEffects, row: AccessRow): Promise<RecordResult> => {
  const result = await effects.history.record(row);
  effects.metrics.count(result === 'recorded' ? 'AccessRecorded' : 'AccessDuplicate');
  // What was decided then holds: a destination configured since is not told of the past.
  const stored = result === 'recorded' ? row : ((await effects.history.find(row.accessId))?.row ?? row);
  if (stored.groupedWith === undefined) await announceRow(effects, stored);
  effects.logger.info('access-recorded', { accessId: row.accessId, result, foundBy: row.foundBy });
  return result;
};
