/**
 * How far CloudTrail was asked about one subject. Answers come newest first, so an answer that was too long for one run
 * leaves a gap below what was read: the next run reads the gap first. Kept as `<until>` or `<until> <downTo> <upTo>`.
 */
import type { SweepMarks, TrailQuestion } from '../history/trail.ts';
import { parseIso } from '../kernel/clock.ts';

export type TrailSubject = Omit<TrailQuestion, 'from' | 'to'>;

export interface TrailPlace {
  /** ISO 8601: everything before it was read; absent when the subject was never asked about. */
  readonly until?: string;
  /** Read as well: everything from `downTo` up to `upTo`. */
  readonly read?: { readonly downTo: string; readonly upTo: string };
}

const markOf = ({ region, attribute, value }: TrailSubject): string => `${region}#${attribute}#${value}`;

export const readTrailPlace = async (marks: SweepMarks, subject: TrailSubject): Promise<TrailPlace> => {
  const [until, downTo, upTo] = ((await marks.read(markOf(subject))) ?? '').split(' ');
  if (until === undefined || parseIso(until) === undefined) return {};
  if (downTo === undefined || upTo === undefined || !parseIso(downTo) || !parseIso(upTo)) return { until };
  return { until, read: { downTo, upTo } };
};

export const writeTrailPlace = (
  marks: SweepMarks,
  subject: TrailSubject,
  { until, read }: TrailPlace & { readonly until: string },
): Promise<void> =>
  marks.write(markOf(subject), read === undefined ? until : `${until} ${read.downTo} ${read.upTo}`);
