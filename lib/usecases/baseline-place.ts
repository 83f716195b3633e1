/**
 * How far the baseline of a role was read, in the sweep's marks. Per role the Regions that were read to the end (`-` while
 * there is none); per role and Region the moment down to which it was read, newest first, while it is being read.
 */
import type { SweepMarks } from '../history/trail.ts';
import { parseIso } from '../kernel/clock.ts';

type Marks = Pick<SweepMarks, 'read' | 'write'>;

const NONE = '-';

/** The Regions that were read; `undefined` when nothing was begun. */
export const readRegionsRead = async (
  marks: Marks,
  roleArn: string,
): Promise<readonly string[] | undefined> => {
  const text = await marks.read(`baseline#${roleArn}`);
  return text?.split(' ').filter((region) => region !== '' && region !== NONE);
};

export const writeRegionsRead = (marks: Marks, roleArn: string, regions: readonly string[]): Promise<void> =>
  marks.write(`baseline#${roleArn}`, regions.length === 0 ? NONE : regions.join(' '));

export interface BaselineSubject {
  readonly roleArn: string;
  readonly region: string;
}

/** ISO 8601; `undefined` when the Region was not begun. */
export const readBaselinePlace = async (
  marks: Marks,
  { roleArn, region }: BaselineSubject,
): Promise<string | undefined> => {
  const text = (await marks.read(`baseline#${region}#${roleArn}`)) ?? '';
  return parseIso(text) === undefined ? undefined : text;
};

export const writeBaselinePlace = (
  marks: Marks,
  { roleArn, region }: BaselineSubject,
  downTo: string,
): Promise<void> => marks.write(`baseline#${region}#${roleArn}`, downTo);
