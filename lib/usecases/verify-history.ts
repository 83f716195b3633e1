/**
 * Is the history what it was when it was sealed? Hour by hour the seals, their anchors and the events; then every access
 * that they or the list of rows name. Changes nothing.
 */
import type { EventHash } from '../history/history-event.ts';
import { hourOf, hoursBetween, isHour } from '../history/hours.ts';
import { isoAfter } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { compact } from '../kernel/json.ts';
import { findSealedHours, isWithin, type SealedHours } from './sealed-hours.ts';
import type { VerifyEffects, VerifyRange } from './verify-effects.ts';
import { type AccessVerified, openArchive, verifyKeptAccess } from './verify-kept-access.ts';
import { type MutedRow, verifyExceptions } from './verify-exceptions.ts';
import type { VerifyFinding } from './verify-finding.ts';
import { verifyHours } from './verify-hours.ts';

export interface Verification {
  readonly findings: readonly VerifyFinding[];
  /** Those in the archive included. */
  readonly accesses: number;
  /** Those of them that are Rolecall's own canary, and in no list. */
  readonly canaries: number;
  readonly archived: number;
  /** Accesses that were recorded before the first seal. */
  readonly unvouched: number;
  /** Sealed events. */
  readonly events: number;
  readonly sealedHours: number;
  /** What nothing vouches for yet; `since` is ISO 8601. */
  readonly unsealed: { readonly events: number; readonly since?: string };
  /** Events in hours before the last sealed one that have no seal: nothing vouches for them, nor ever will. */
  readonly neverSealed: number;
}

const ACCESSES_AT_A_TIME = 16;

/** Throws what the stores throw: then nothing was found out. */
export const verifyHistory = async (effects: VerifyEffects, range: VerifyRange): Promise<Verification> => {
  const sealed = await findSealedHours(effects, range);
  const hours = await verifyHours(effects, sealed);
  const rows = await listRows(effects, range);
  const { fresh, skipped } = await unsealedEvents(effects, { sealed, range, oldest: rows.oldest });
  const ids = new Set([
    ...hours.accessIds,
    ...rows.accessIds,
    ...[...skipped, ...fresh].map(({ accessId }) => accessId),
  ]);
  const sealing = {
    hours: hours.hours,
    hashes: hours.hashes,
    ...compact({ first: sealed.first, last: sealed.last, since: sealed.since }),
  };
  const archive = openArchive(effects.archive);
  const verified = await inSlices([...ids].sort(), ACCESSES_AT_A_TIME, (accessId) =>
    verifyKeptAccess(
      { inspection: effects.inspection, archive },
      { accessId, sealing, suspects: hours.suspects.get(accessId) ?? [] },
    ),
  );
  return {
    findings: [
      ...sealed.findings,
      ...hours.findings,
      ...verified.flatMap(({ findings }) => findings),
      ...(await verifyExceptions(effects, rows.muted)),
    ],
    accesses: countOf(verified, ({ standing }) => standing !== 'no-access'),
    canaries: countOf(verified, ({ standing, canary }) => canary && standing !== 'no-access'),
    archived: countOf(verified, ({ standing }) => standing === 'archived'),
    unvouched: countOf(verified, ({ standing }) => standing === 'unvouched'),
    events: hours.events,
    sealedHours: sealed.hours.length,
    unsealed: { events: fresh.length, ...compact({ since: fresh.map(({ notedAt }) => notedAt).sort()[0] }) },
    neverSealed: skipped.length,
  };
};

const countOf = (verified: readonly AccessVerified[], fits: (access: AccessVerified) => boolean): number =>
  verified.filter(fits).length;

interface Rows {
  readonly accessIds: readonly string[];
  readonly muted: readonly MutedRow[];
  /** ISO 8601: when the oldest of them was recorded. */
  readonly oldest?: string;
}

/** Ten years and a little: retention is no longer. */
const LOOK_BACK_SECONDS = 3_700 * 24 * 3600;
const DAY_SECONDS = 24 * 3600;
const PAGE = 200;

const listRows = async ({ history, clock }: VerifyEffects, { from, to }: VerifyRange): Promise<Rows> => {
  const accessIds: string[] = [];
  const muted: MutedRow[] = [];
  let [oldest, cursor]: (string | undefined)[] = [];
  const between = {
    from: from ?? isoAfter(clock.now(), -LOOK_BACK_SECONDS),
    to: isoAfter(to === undefined ? clock.now() : new Date(to), DAY_SECONDS),
  };
  do {
    const page = await history.list({ ...between, limit: PAGE, ...compact({ cursor }) });
    for (const row of page.rows) {
      accessIds.push(row.accessId);
      if (row.expected !== undefined) muted.push({ ...row, expected: row.expected });
      const { recordedAt }: { readonly recordedAt: unknown } = row;
      // A row that lost its shape is a finding, not the end of the verification.
      if (typeof recordedAt !== 'string' || !isHour(hourOf(recordedAt))) continue;
      if (oldest === undefined || recordedAt < oldest) oldest = recordedAt;
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { accessIds, muted, ...compact({ oldest }) };
};

interface Unsealed {
  readonly sealed: SealedHours;
  readonly range: VerifyRange;
  readonly oldest: string | undefined;
}

interface UnsealedEvents {
  /** After the last sealed hour. */
  readonly fresh: readonly EventHash[];
  /** Before it. */
  readonly skipped: readonly EventHash[];
}

/**
 * Where no hour has a seal, events are looked for from the oldest row on, in at most a month of hours, the newest: a
 * forged seal or row must not make this endless.
 */
const MOST_HOURS_UNSEALED = 31 * 24;

const unsealedEvents = async (
  { events, clock }: VerifyEffects,
  { sealed: { known, first, last }, range, oldest }: Unsealed,
): Promise<UnsealedEvents> => {
  const now = clock.now();
  const present = hourOf(now.toISOString());
  const earliest = hourOf(isoAfter(now, -LOOK_BACK_SECONDS));
  // The oldest row may be younger than a gap between two seals.
  const begin = [oldest === undefined ? present : hourOf(oldest), first ?? present].sort()[0] ?? present;
  const haveSeals = new Set(known);
  const hours = hoursBetween(begin < earliest ? earliest : begin, present).filter(
    (hour) => isWithin(hour, range) && !haveSeals.has(hour),
  );
  const isOver = (hour: string): boolean => last !== undefined && hour < last;
  const read = async (some: readonly string[]): Promise<readonly EventHash[]> =>
    (await inSlices(some, 8, (hour) => events.ofHour(hour))).flat();
  const waiting = hours.filter((hour) => !isOver(hour));
  return {
    fresh: await read(last === undefined ? waiting.slice(-MOST_HOURS_UNSEALED) : waiting),
    skipped: await read(hours.filter(isOver).slice(-MOST_HOURS_UNSEALED)),
  };
};
