/** One hour: its seal, its anchor, the chain, and its events beside the leaves. Pure. */
import { compareEvents } from '../history/compare-events.ts';
import { leavesOf } from '../history/hash-event.ts';
import type { EventHash } from '../history/history-event.ts';
import { hourAfter } from '../history/hours.ts';
import type { Seal, SealedHour, SealLeaf } from '../history/seal.ts';
import { isConsistent, sealOf, sealRoot } from '../history/seal-root.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { type FindingCode, sayDifference, sayHour, type VerifyFinding } from './verify-finding.ts';

export interface HourKept {
  readonly hour: string;
  readonly seal?: Seal | undefined;
  readonly anchor?: SealedHour | undefined;
  readonly events: readonly EventHash[];
  /** Root of the hour before; `undefined` when it is not known. */
  readonly previousRoot: string | undefined;
}

export interface HourVerified {
  readonly findings: readonly VerifyFinding[];
  /** Sealed leaves that the hour's list of events does not show as they were: to be looked for in their access. */
  readonly suspects: readonly SealLeaf[];
}

export const verifyHour = (kept: HourKept): HourVerified => {
  const { anchor, seal } = kept;
  if (anchor !== undefined) {
    return { findings: anchored({ ...kept, anchor }), suspects: suspectsOf(kept, anchor) };
  }
  return { findings: seal === undefined ? [] : sealedOnly({ ...kept, seal }), suspects: [] };
};

/** Hours between two sealed ones that have neither seal nor anchor. */
export const verifyGap = (from: string, to: string): VerifyFinding => {
  const which =
    from === to
      ? `The hour from ${sayHour(from)} was never sealed, or its seal and its anchor are`
      : `The hours from ${sayHour(from)} to ${sayHour(hourAfter(to))} were never sealed, or their seals and anchors are`;
  return {
    code: 'hour-not-sealed',
    hour: from,
    words: `${which} gone from the table and from the seal bucket. Nothing vouches for their events.`,
  };
};

const suspectsOf = ({ events }: HourKept, { leaves }: SealedHour): readonly SealLeaf[] => {
  const { changed, missing } = compareEvents(leaves, events);
  return [...changed, ...missing];
};

const anchored = (kept: HourKept & { readonly anchor: SealedHour }): readonly VerifyFinding[] => {
  const { hour, anchor, seal } = kept;
  const when = sayHour(hour);
  const findings: VerifyFinding[] = [];
  if (!isConsistent(anchor)) {
    const words = `The anchor of the hour from ${when} contradicts itself: its root does not follow from the events it lists.`;
    findings.push(finding(kept, 'anchor-broken', words));
  }
  if (seal === undefined) {
    const words = `The seal of the hour from ${when} is gone from the table; its anchor in the seal bucket still exists.`;
    findings.push(finding(kept, 'seal-missing', words));
  } else if (canonicalJson(seal) !== canonicalJson(sealOf(anchor))) {
    const words = `The seal of the hour from ${when} in the table is not the one that was anchored in the seal bucket${sayDifference(sealOf(anchor), seal)}.`;
    findings.push(finding(kept, 'seal-differs', words));
  }
  return [...findings, ...chain(kept, anchor)];
};

/** Without leaves it can be said that something is wrong, not what. */
const sealedOnly = (kept: HourKept & { readonly seal: Seal }): readonly VerifyFinding[] => {
  const { hour, seal, events } = kept;
  const leaves = leavesOf(events);
  const intact = seal.root === sealRoot({ hour, previousRoot: seal.previousRoot, leaves });
  const then = intact
    ? 'The events still match the seal in the table, but whoever may write there could have replaced both.'
    : 'The events do not match the seal in the table either: at least one was changed, removed or added, or is archived.';
  const words = `The anchor of the hour from ${sayHour(hour)} is missing in the seal bucket. ${then}`;
  return [finding(kept, 'anchor-missing', words), ...chain(kept, seal)];
};

const chain = (kept: HourKept, { previousRoot }: Seal): readonly VerifyFinding[] => {
  if (kept.previousRoot === undefined || kept.previousRoot === previousRoot) return [];
  const words = `The chain is broken at the hour from ${sayHour(kept.hour)}: it does not build on the root of the hour before it.`;
  return [finding(kept, 'chain-broken', words)];
};

const finding = ({ hour }: HourKept, code: FindingCode, words: string): VerifyFinding => ({
  code,
  hour,
  words,
});
