/** Daily: rows older than their account's retention are archived, and only then deleted. */
import type { AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Archive } from '../history/archive.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { findAccount } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

export interface RetireEffects {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly archive: Archive;
  readonly clock: Clock;
}

/** For accounts that are no longer listed. */
export const DEFAULT_RETENTION_DAYS = 400;
const DAY_SECONDS = 24 * 3600;
const PAGE = 100;

/** Answers how many rows were archived and deleted. Stops at the first page it cannot archive. */
export const retireRows = async (effects: RetireEffects): Promise<number> => {
  const days = [DEFAULT_RETENTION_DAYS, ...effects.policy.accounts.map((account) => account.retentionDays)];
  const youngest = isoAfter(effects.clock.now(), -Math.min(...days) * DAY_SECONDS);
  let retired = 0;
  let cursor: string | undefined;
  do {
    const page = await effects.history.list({
      from: isoAfter(effects.clock.now(), -LOOK_BACK_DAYS * DAY_SECONDS),
      to: youngest,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    retired += await retirePage(
      effects,
      page.rows.filter((row) => isOver(effects, row)),
    );
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return retired;
};

/** Retention is at most ten years; a row that old was retired long ago. */
const LOOK_BACK_DAYS = 3700;

const isOver = ({ policy, clock }: RetireEffects, row: AccessRow): boolean => {
  const days = findAccount(policy, row.accountId)?.retentionDays ?? DEFAULT_RETENTION_DAYS;
  return row.time < isoAfter(clock.now(), -days * DAY_SECONDS);
};

const retirePage = async (effects: RetireEffects, rows: readonly AccessRow[]): Promise<number> => {
  if (rows.length === 0) return 0;
  const details = await Promise.all(rows.map((row) => effects.history.find(row.accessId)));
  const lines = details.filter((detail) => detail !== undefined).map((detail) => JSON.stringify(detail));
  const day = effects.clock.now().toISOString().slice(0, 10);
  await effects.archive.store(`accesses/${day}/${effects.clock.newId()}.jsonl`, `${lines.join('\n')}\n`);
  for (const row of rows) await effects.history.remove(row.accessId);
  return rows.length;
};
