/**
 * How far CloudTrail was asked about one subject. Answers come newest first, so an answer that was too long for one run
 * leaves a gap below what was read, and so do records that could not be recorded: the next run reads the gap first. Kept
 * as `<until>` or `<until> <downTo> <upTo>`, with `@<triedAt>` behind it.
 */
import type { SweepMarks, TrailQuestion } from '../history/trail.ts';
import { parseIso } from '../kernel/clock.ts';

export type TrailSubject = Omit<TrailQuestion, 'from' | 'to'>;

export interface TrailPlace {
  /** ISO 8601: everything before it was read; absent when the subject was never answered. */
  readonly until?: string;
  /** Read as well: everything from `downTo` up to `upTo`. */
  readonly read?: { readonly downTo: string; readonly upTo: string };
  /** ISO 8601: when it was asked about last, whether it was answered or not. */
  readonly triedAt?: string;
}

type Marks = Pick<SweepMarks, 'read' | 'write'>;

const markOf = ({ region, attribute, value }: TrailSubject): string => `${region}#${attribute}#${value}`;

export const readTrailPlace = async (marks: Marks, subject: TrailSubject): Promise<TrailPlace> => {
  const words = ((await marks.read(markOf(subject))) ?? '').split(' ');
  const triedAt = words.find((word) => word.startsWith(TRIED))?.slice(TRIED.length);
  const tried = triedAt !== undefined && parseIso(triedAt) ? { triedAt } : {};
  const [until, downTo, upTo] = words.filter((word) => !word.startsWith(TRIED));
  if (until === undefined || parseIso(until) === undefined) return tried;
  if (downTo === undefined || upTo === undefined || !parseIso(downTo) || !parseIso(upTo)) {
    return { until, ...tried };
  }
  return { until, read: { downTo, upTo }, ...tried };
};

const TRIED = '@';

export const writeTrailPlace = (
  marks: Marks,
  subject: TrailSubject,
  { until, read, triedAt }: TrailPlace,
): Promise<void> => {
  const words = [
    ...(until === undefined ? [] : [until]),
    ...(until === undefined || read === undefined ? [] : [read.downTo, read.upTo]),
    ...(triedAt === undefined ? [] : [`${TRIED}${triedAt}`]),
  ];
  return marks.write(markOf(subject), words.join(' '));
};
