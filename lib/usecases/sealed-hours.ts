/** Which hours have a seal or an anchor, and which of them lie in the range that is looked at. */
import { firstDue, hourAfter, hourOf, isHour } from '../history/hours.ts';
import type { Seal } from '../history/seal.ts';
import { compact } from '../kernel/json.ts';
import { sayHour, type VerifyFinding } from './verify-finding.ts';
import { verifyGap } from './verify-hour.ts';
import type { VerifyEffects, VerifyRange } from './verify-effects.ts';

export interface SealedHours {
  /** All hours that have either, oldest first, up to the present one. */
  readonly known: readonly string[];
  /** Those of the range. */
  readonly hours: readonly string[];
  readonly first?: string;
  readonly last?: string;
  /** ISO 8601: from when on everything is noted: when the sealing began. */
  readonly since?: string;
  readonly seals: ReadonlyMap<string, Seal>;
  readonly anchored: ReadonlySet<string>;
  /** Seals of hours that are not over, or that are none; hours from before the first seal that should have one. */
  readonly findings: readonly VerifyFinding[];
}

export const findSealedHours = async (
  { seals, anchors, clock }: VerifyEffects,
  { from, to }: VerifyRange,
): Promise<SealedHours> => {
  const present = hourOf(clock.now().toISOString());
  const inTable = await seals.between('0000', '9999-12-31T23');
  const inBucket = await anchors.hours();
  const byHour = new Map(inTable.map((seal) => [seal.hour, seal]));
  const named = [...new Set([...inTable.map(({ hour }) => hour), ...inBucket])].sort();
  const all = named.filter(isHour);
  const known = all.filter((hour) => hour < present);
  const [first, last] = [known[0], known.at(-1)];
  const begunAt = await seals.begunAt();
  const seal = first === undefined ? undefined : ((await anchors.read(first)) ?? byHour.get(first));
  return {
    known,
    hours: known.filter((hour) => isWithin(hour, { from, to })),
    ...compact({ first, last, since: sinceOf(seal, begunAt) }),
    seals: byHour,
    anchored: new Set(inBucket),
    findings: [
      ...all.filter((hour) => hour >= present).map(tooEarly),
      ...named.filter((hour) => !isHour(hour)).map(noHour),
      ...skipped(firstDue(begunAt), first, { from, to }),
    ],
  };
};

/** Hours that were missed at first are sealed later, by when everything in them had long been noted. */
const sinceOf = (seal: Seal | undefined, begunAt: string | undefined): string | undefined =>
  seal !== undefined && firstDue(begunAt) !== undefined && begunAt !== undefined && begunAt < seal.sealedAt
    ? begunAt
    : seal?.sealedAt;

/** Between what was due when the sealing began and what was sealed first. */
const skipped = (
  due: string | undefined,
  first: string | undefined,
  { from, to }: VerifyRange,
): readonly VerifyFinding[] => {
  if (due === undefined || first === undefined) return [];
  const begin = from === undefined || due.slice(0, 10) >= from ? due : `${from}T00`;
  const last = hourAfter(first, -1);
  const end = to === undefined || last.slice(0, 10) <= to ? last : `${to}T23`;
  return begin <= end ? [verifyGap(begin, end)] : [];
};

export const isWithin = (hour: string, { from, to }: VerifyRange): boolean =>
  (from === undefined || hour.slice(0, 10) >= from) && (to === undefined || hour.slice(0, 10) <= to);

const tooEarly = (hour: string): VerifyFinding => ({
  code: 'seal-too-early',
  hour,
  words: `There is a seal or an anchor of the hour from ${sayHour(hour)}, which is not over: it was not written by Rolecall.`,
});

const noHour = (hour: string): VerifyFinding => ({
  code: 'seal-differs',
  words: `There is a seal in the table that says it is of the hour "${hour}": it was changed, or not written by Rolecall.`,
});
