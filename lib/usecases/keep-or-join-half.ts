/** The sign-in half of a console switch: evidence beside its AssumeRole record, or, if that never comes, an access. */
import { belongsTogether, callerFromHalf, HALF_WAITS_SECONDS } from '../access/join-switch-role.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { EventLog } from '../history/history-event.ts';
import { joinedEventOf } from '../history/make-events.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { joinedRecordOf } from './join-waiting-half.ts';

interface Effects {
  readonly history: AccessHistory;
  readonly events: EventLog;
}

/** Joins the half to its access if that was recorded already; keeps it waiting for 15 minutes otherwise. */
export const keepOrJoinHalf = async (
  effects: Effects,
  half: SwitchRoleHalf,
): Promise<'half-joined' | 'half-kept'> => {
  if (await joinHalf(effects, half)) return 'half-joined';
  const happened = parseIso(half.time) ?? new Date(0);
  await effects.history.keepHalf({ half, dueAt: isoAfter(happened, HALF_WAITS_SECONDS) });
  return 'half-kept';
};

/** True when the access of this half was found and now carries what the half knows. */
export const joinHalf = async ({ history, events }: Effects, half: SwitchRoleHalf): Promise<boolean> => {
  const happened = parseIso(half.time) ?? new Date(0);
  const rows = await history.ofSession(half.accountId, half.sessionPrincipalId, {
    from: isoAfter(happened, -120),
    to: isoAfter(happened, 120),
  });
  const row = rows.find((candidate) => isOf(candidate, half));
  if (row?.access === undefined) return false;
  if (row.joined.some(({ eventId }) => eventId === half.eventId)) return true;
  const [caller, joined] = [callerFromHalf(row.access.caller, half), joinedRecordOf(half)];
  await events.note([joinedEventOf(row.accessId, caller, joined)]);
  await history.join(row.accessId, caller, joined);
  return true;
};

const isOf = (row: AccessRow, half: SwitchRoleHalf): boolean =>
  row.access !== undefined && belongsTogether(row.access, half);
