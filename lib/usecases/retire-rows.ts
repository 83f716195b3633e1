/**
 * Daily: rows older than their account's retention are archived, and only then deleted. What is archived is sealed first,
 * so that it can be vouched for for as long as its seals are kept; a tombstone stays and tells where it went.
 */
import type { AccessDetail, AccessHistory, ListQuestion } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { type Archive, archiveLine } from '../history/archive.ts';
import type { EventLog, NotedEvent } from '../history/history-event.ts';
import { hourOf } from '../history/hours.ts';
import { archivedEventOf, eventsOfDelivery } from '../history/make-events.ts';
import type { Seals } from '../history/seal.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { findAccount } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

export interface RetireEffects {
  readonly policy: Policy;
  readonly history: Pick<AccessHistory, 'list' | 'find' | 'remove'>;
  readonly events: Pick<EventLog, 'note'>;
  readonly seals: Pick<Seals, 'latest'>;
  readonly archive: Archive;
  readonly clock: Clock;
}

/** For accounts that are no longer listed. */
export const DEFAULT_RETENTION_DAYS = 400;
/** What the bell did last month is enough. */
const CANARY_DAYS = 30;
const DAY_SECONDS = 24 * 3600;
const PAGE = 100;

/** Answers how many rows were archived and deleted. Stops at the first page it cannot archive. */
export const retireRows = async (effects: RetireEffects): Promise<number> => {
  const now = effects.clock.now();
  const sealed = await effects.seals.latest(hourOf(now.toISOString()));
  if (sealed === undefined) return 0;
  const days = [DEFAULT_RETENTION_DAYS, ...effects.policy.accounts.map((account) => account.retentionDays)];
  const from = isoAfter(now, -LOOK_BACK_DAYS * DAY_SECONDS);
  const before = (age: number): string => isoAfter(now, -age * DAY_SECONDS);
  const rows = await retireListed(effects, { from, to: before(Math.min(...days)) }, sealed.hour);
  const canaries = { from, to: before(CANARY_DAYS), canaries: true } as const;
  return rows + (await retireListed(effects, canaries, sealed.hour));
};

const retireListed = async (
  effects: RetireEffects,
  question: Omit<ListQuestion, 'limit' | 'cursor'>,
  sealedHour: string,
): Promise<number> => {
  let retired = 0;
  let cursor: string | undefined;
  do {
    const page = await effects.history.list({
      ...question,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const over = page.rows.filter((row) => isOver(effects, row));
    retired += await retirePage(effects, over, sealedHour);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return retired;
};

/** Retention is at most ten years; a row that old was retired long ago. */
const LOOK_BACK_DAYS = 3700;

const isOver = ({ policy, clock }: RetireEffects, row: AccessRow): boolean => {
  const days =
    row.canary === true
      ? CANARY_DAYS
      : (findAccount(policy, row.accountId)?.retentionDays ?? DEFAULT_RETENTION_DAYS);
  return row.time < isoAfter(clock.now(), -days * DAY_SECONDS);
};

const retirePage = async (
  effects: RetireEffects,
  rows: readonly AccessRow[],
  sealedHour: string,
): Promise<number> => {
  const read = await Promise.all(rows.map((row) => effects.history.find(row.accessId)));
  const found = read.filter((detail) => detail !== undefined);
  const done = await Promise.all(found.map((detail) => isDone(effects, detail, sealedHour)));
  const over = found.filter((_detail, index) => done[index]);
  if (over.length === 0) return 0;
  const now = effects.clock.now().toISOString();
  const object = `accesses/${now.slice(0, 10)}/${effects.clock.newId()}.jsonl`;
  await effects.archive.store(object, over.map(archiveLine).join(''));
  // One that is there already names the object of a run that was interrupted, which holds everything too.
  await effects.events.note(over.map(({ row }) => archivedEventOf(row.accessId, object, now)));
  for (const { row } of over) await effects.history.remove(row.accessId);
  return over.length;
};

/** Nobody waits to be told of it, and all that happened is noted and sealed; what is not is noted now, for tomorrow. */
const isDone = async (
  { events }: RetireEffects,
  { row, deliveries, events: noted = [] }: AccessDetail,
  sealedHour: string,
): Promise<boolean> => {
  if (deliveries.some(({ state }) => state === 'pending' || state === 'in-progress')) return false;
  // Its removal was interrupted: what is missing now was removed, and must not be noted a second time.
  if (noted.some(({ kind }) => kind === 'archived')) return true;
  const missing = deliveries
    .flatMap((delivery) => eventsOfDelivery(delivery))
    .filter(({ name }) => !noted.some((event) => event.name === name));
  if (missing.length > 0) await events.note(missing);
  const isSealed = ({ notedAt }: NotedEvent): boolean => hourOf(notedAt) <= sealedHour;
  return missing.length === 0 && hourOf(row.recordedAt) <= sealedHour && noted.every(isSealed);
};
