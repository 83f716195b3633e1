/**
 * Is the history what it was when it was sealed? Hour by hour the seals, their anchors and the events; then every access
 * that they or the list of rows name. Changes nothing.
 */
import type { EventHash } from '../history/history-event.ts';
import { hourAfter, hourOf, hoursBetween } from '../history/hours.ts';
import { isoAfter } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { compact } from '../kernel/json.ts';
import { findSealedHours, isWithin, type SealedHours } from './sealed-hours.ts';
import type { VerifyEffects, VerifyRange } from './verify-effects.ts';
import { type AccessVerified, openArchive, verifyKeptAccess } from './verify-kept-access.ts';
import type { VerifyFinding } from './verify-finding.ts';
import { verifyHours } from './verify-hours.ts';

export interface Verification {
  readonly findings: readonly VerifyFinding[];
  /** Those in the archive included. */
  readonly accesses: number;
  readonly archived: number;
  /** Accesses that were recorded before the first seal. */
  readonly unvouched: number;
  /** Sealed events. */
  readonly events: number;
  readonly sealedHours: number;
  /** What nothing vouches for yet; `since` is ISO 8601. */
  readonly unsealed: { readonly events: number; readonly since?: string };
}

const ACCESSES_AT_A_TIME = 16;

/** Throws what the stores throw: then nothing was found out. */
export const verifyHistory = async (effects: VerifyEffects, range: VerifyRange): Promise<Verification> => {
  const sealed = await findSealedHours(effects, range);
  const hours = await verifyHours(effects, sealed);
  const rows = await listRows(effects, range);
  const fresh = await unsealedEvents(effects, { sealed, range, oldest: rows.oldest });
  const ids = new Set([...hours.accessIds, ...rows.accessIds, ...fresh.map(({ accessId }) => accessId)]);
  const sealing = {
    hours: hours.hours,
    hashes: hours.hashes,
    ...compact({ last: sealed.last, since: sealed.since }),
  };
  const archive = openArchive(effects.archive);
  const verified = await inSlices([...ids].sort(), ACCESSES_AT_A_TIME, (accessId) =>
    verifyKeptAccess(
      { inspection: effects.inspection, archive },
      { accessId, sealing, suspects: hours.suspects.get(accessId) ?? [] },
    ),
  );
  return {
    findings: [...sealed.findings, ...hours.findings, ...verified.flatMap(({ findings }) => findings)],
    accesses: countOf(verified, ({ standing }) => standing !== 'no-access'),
    archived: countOf(verified, ({ standing }) => standing === 'archived'),
    unvouched: countOf(verified, ({ standing }) => standing === 'unvouched'),
    events: hours.events,
    sealedHours: sealed.hours.length,
    unsealed: { events: fresh.length, ...compact({ since: fresh.map(({ notedAt }) => notedAt).sort()[0] }) },
  };
};

const countOf = (verified: readonly AccessVerified[], fits: (access: AccessVerified) => boolean): number =>
  verified.filter(fits).length;

interface Rows {
  readonly accessIds: readonly string[];
  /** ISO 8601: when the oldest of them was recorded. */
  readonly oldest?: string;
}

/** Ten years and a little: retention is no longer. */
const LOOK_BACK_SECONDS = 3_700 * 24 * 3600;
const DAY_SECONDS = 24 * 3600;
const PAGE = 200;

const listRows = async ({ history, clock }: VerifyEffects, { from, to }: VerifyRange): Promise<Rows> => {
  const accessIds: string[] = [];
  let [oldest, cursor]: (string | undefined)[] = [];
  const between = {
    from: from ?? isoAfter(clock.now(), -LOOK_BACK_SECONDS),
    to: isoAfter(to === undefined ? clock.now() : new Date(to), DAY_SECONDS),
  };
  do {
    const page = await history.list({ ...between, limit: PAGE, ...compact({ cursor }) });
    for (const row of page.rows) {
      accessIds.push(row.accessId);
      if (oldest === undefined || row.recordedAt < oldest) oldest = row.recordedAt;
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { accessIds, ...compact({ oldest }) };
};

interface Unsealed {
  readonly sealed: SealedHours;
  readonly range: VerifyRange;
  readonly oldest: string | undefined;
}

/** Where nothing was ever sealed, events are looked for from the oldest row on, at most a month back. */
const MOST_HOURS_UNSEALED = 31 * 24;

const unsealedEvents = async (
  { events, clock }: VerifyEffects,
  { sealed: { last }, range, oldest }: Unsealed,
): Promise<readonly EventHash[]> => {
  const present = hourOf(clock.now().toISOString());
  const earliest = hourAfter(present, -MOST_HOURS_UNSEALED);
  const oldestHour = hourOf(oldest ?? present);
  const from = last === undefined ? (oldestHour < earliest ? earliest : oldestHour) : hourAfter(last);
  const hours = hoursBetween(from, present).filter((hour) => isWithin(hour, range));
  return (await inSlices(hours, 8, (hour) => events.ofHour(hour))).flat();
};
