/** The sealed hours of a range, one after the other: what they vouch for and what is wrong with them. */
import type { EventHash } from '../history/history-event.ts';
import { hourAfter } from '../history/hours.ts';
import { FIRST_ROOT, type Seal, type SealedHour, type SealLeaf } from '../history/seal.ts';
import { inSlices } from '../kernel/in-slices.ts';
import type { SealedHours } from './sealed-hours.ts';
import type { VerifyFinding } from './verify-finding.ts';
import { verifyGap, verifyHour } from './verify-hour.ts';
import type { VerifyEffects } from './verify-effects.ts';

export interface HoursVerified {
  readonly findings: readonly VerifyFinding[];
  /** Events that the seals vouch for. */
  readonly events: number;
  /** Hours whose leaves are known, and the hashes in them. */
  readonly hours: ReadonlySet<string>;
  readonly hashes: ReadonlySet<string>;
  /** Every access that an event or a leaf names. */
  readonly accessIds: ReadonlySet<string>;
  /** By access. */
  readonly suspects: ReadonlyMap<string, readonly SealLeaf[]>;
}

const HOURS_AT_A_TIME = 8;

export const verifyHours = async (effects: VerifyEffects, sealed: SealedHours): Promise<HoursVerified> => {
  const found = begin();
  let before = await hourBefore(effects, sealed);
  for (let start = 0; start < sealed.hours.length; start += HOURS_AT_A_TIME) {
    const some = sealed.hours.slice(start, start + HOURS_AT_A_TIME);
    for (const read of await inSlices(some, HOURS_AT_A_TIME, (hour) => readHour(effects, sealed, hour))) {
      const adjacent = before !== undefined && hourAfter(before.hour) === read.hour;
      if (before !== undefined && !adjacent) {
        found.findings.push(verifyGap(hourAfter(before.hour), hourAfter(read.hour, -1)));
      }
      const previousRoot = adjacent ? before?.root : read.hour === sealed.first ? FIRST_ROOT : undefined;
      add(found, read, verifyHour({ ...read, previousRoot }));
      before = { hour: read.hour, root: (read.anchor ?? read.seal)?.root };
    }
  }
  return found;
};

interface HourRead {
  readonly hour: string;
  readonly seal: Seal | undefined;
  readonly anchor: SealedHour | undefined;
  readonly events: readonly EventHash[];
}

const readHour = async (
  { anchors, events }: VerifyEffects,
  { seals, anchored }: SealedHours,
  hour: string,
): Promise<HourRead> => ({
  hour,
  seal: seals.get(hour),
  anchor: anchored.has(hour) ? await anchors.read(hour) : undefined,
  events: await events.ofHour(hour),
});

/** Where the chain comes from when the range begins in the middle of it. */
const hourBefore = async (
  { anchors }: VerifyEffects,
  { hours, known, seals }: SealedHours,
): Promise<{ readonly hour: string; readonly root: string | undefined } | undefined> => {
  const [begin] = hours;
  const hour = begin === undefined ? undefined : known.filter((each) => each < begin).at(-1);
  if (hour === undefined) return undefined;
  return { hour, root: ((await anchors.read(hour)) ?? seals.get(hour))?.root };
};

interface Found extends HoursVerified {
  readonly findings: VerifyFinding[];
  events: number;
  readonly hours: Set<string>;
  readonly hashes: Set<string>;
  readonly accessIds: Set<string>;
  readonly suspects: Map<string, SealLeaf[]>;
}

const begin = (): Found => ({
  findings: [],
  events: 0,
  hours: new Set(),
  hashes: new Set(),
  accessIds: new Set(),
  suspects: new Map(),
});

const add = (
  found: Found,
  { hour, anchor, seal, events }: HourRead,
  { findings, suspects }: ReturnType<typeof verifyHour>,
): void => {
  found.findings.push(...findings);
  found.events += anchor?.leaves.length ?? seal?.count ?? 0;
  for (const { accessId } of events) found.accessIds.add(accessId);
  if (anchor !== undefined) found.hours.add(hour);
  for (const leaf of anchor?.leaves ?? []) {
    found.accessIds.add(leaf.accessId);
    found.hashes.add(leaf.hash);
  }
  for (const leaf of suspects) {
    found.suspects.set(leaf.accessId, [...(found.suspects.get(leaf.accessId) ?? []), leaf]);
  }
};
