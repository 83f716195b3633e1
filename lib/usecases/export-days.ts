/**
 * Every day: what changed goes to S3 once more, one file for each day, for Athena. A file holds its day as it stands now, so
 * that reviews that came later are in it. A day that retention has begun to take away stays as it was written last.
 */
import { gzipSync } from 'node:zlib';
import { COLUMNS } from '../export/columns.ts';
import { jsonLinesOf } from '../export/write-json-lines.ts';
import type { TimeWindow } from '../history/access-history.ts';
import type { Change, Changes } from '../history/changes.ts';
import type { ExportFiles } from '../history/export-job.ts';
import { SETTLE_SECONDS } from '../history/hours.ts';
import type { SweepMarks } from '../history/trail.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { readRows, type ReadRowsEffects } from './read-rows.ts';
import { DEFAULT_RETENTION_DAYS } from './retire-rows.ts';

export interface ExportDaysEffects extends ReadRowsEffects {
  readonly files: Pick<ExportFiles, 'put'>;
  readonly marks: Pick<SweepMarks, 'read' | 'write'>;
  readonly changes: Changes;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly remainingMs: () => number;
}

export interface ExportedDays {
  readonly days: number;
  readonly rows: number;
}

export const EXPORT_MARK = 'exported-days';

const DAY_SECONDS = 86_400;

/** The table of Athena knows a day by its folder; one file in it is replaced as a whole. */
export const fileOfDay = (day: string): string => `accesses/day=${day}/accesses.jsonl.gz`;

/** Less than this and the next day's run does the rest: a day that was written twice is the same. */
const LAST_MS = 60_000;

export const exportDays = async (effects: ExportDaysEffects): Promise<ExportedDays> => {
  const { marks, clock, logger } = effects;
  const until = clock.now().toISOString();
  const since = await marks.read(EXPORT_MARK);
  const first = firstKeptDay(effects);
  const changed = since === undefined ? everyDay(first, until) : await changedDays(effects, since, until);
  let exported: ExportedDays = { days: 0, rows: 0 };
  for (const day of changed.filter((one) => one >= first)) {
    if (effects.remainingMs() < LAST_MS) {
      logger.warn('export-days-unfinished', { day });
      return exported;
    }
    exported = { days: exported.days + 1, rows: exported.rows + (await exportDay(effects, day)) };
  }
  await marks.write(EXPORT_MARK, until);
  return exported;
};

/** A run that failed leaves more than a day to the next one: changes are asked for by the day. */
const daysBetween = (from: string, until: string): readonly TimeWindow[] => {
  const days: TimeWindow[] = [];
  for (let start = from; start < until; ) {
    const end = isoAfter(new Date(start), DAY_SECONDS);
    days.push({ from: start, to: end < until ? end : until });
    start = end;
  }
  return days;
};

/** The last ones in any case: who was told in them is no change of what is listed. Oldest first. */
const changedDays = async (
  { changes }: ExportDaysEffects,
  since: string,
  until: string,
): Promise<readonly string[]> => {
  const noted: Change[] = [];
  for (const between of daysBetween(isoAfter(new Date(since), -SETTLE_SECONDS), until)) {
    noted.push(...(await changes.noted(between)));
  }
  const recent = everyDay(isoAfter(new Date(since), -2 * DAY_SECONDS).slice(0, 10), until);
  return [...new Set([...noted.map(({ accessTime }) => accessTime.slice(0, 10)), ...recent])].sort();
};

/** The oldest day of which no row can have gone to the archive. */
const firstKeptDay = ({ policy, clock }: ExportDaysEffects): string => {
  const days = Math.min(DEFAULT_RETENTION_DAYS, ...policy.accounts.map(({ retentionDays }) => retentionDays));
  return isoAfter(clock.now(), -(days - 2) * DAY_SECONDS).slice(0, 10);
};

/** From that day up to today. */
const everyDay = (first: string, until: string): readonly string[] => {
  const days: string[] = [];
  for (let day = first; day <= until.slice(0, 10); day = dayAfter(day)) days.push(day);
  return days;
};

const dayAfter = (day: string): string => isoAfter(new Date(`${day}T00:00:00Z`), DAY_SECONDS).slice(0, 10);

/** Answers its rows. A day without any is not written: there was nothing to replace either. */
const exportDay = async (effects: ExportDaysEffects, day: string): Promise<number> => {
  const from = `${day}T00:00:00.000Z`;
  const to = `${dayAfter(day)}T00:00:00.000Z`;
  const pieces: Buffer[] = [];
  let count = 0;
  for await (const { rows } of readRows(effects, { from, to, filters: {} })) {
    if (rows.length === 0) continue;
    pieces.push(gzipSync(jsonLinesOf(rows, COLUMNS, effects.policy)));
    count += rows.length;
  }
  if (count > 0) await effects.files.put(fileOfDay(day), Buffer.concat(pieces), 'application/gzip');
  return count;
};
