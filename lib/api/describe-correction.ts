/**
 * Corrections of a record by AWS, in words.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow, Correction } from '../history/access-row.ts';
import type { Policy } from '../policy/policy.ts';
import type { TimelineEntry } from './contract.ts';
import { describeAccess } from './describe-access.ts';
import { type Told, toldAfter, toldBefore } from './earlier-versions.ts';
import { showText } from './show-text.ts';

const REASON_WORDS: Readonly<Record<string, string>> = {
  DELIVERY_DELAY: 'CloudTrail had delivered it late',
  UPDATED_DATA: 'a field had been missing or wrong',
  SERVICE_OUTAGE: 'there had been an outage on the side of AWS',
};

/** A reason without words keeps AWS's name. */
const sayReason = (reason: string): string =>
  (Object.hasOwn(REASON_WORDS, reason) ? REASON_WORDS[reason] : undefined) ?? showText(reason);

/** "corrected by AWS", for the list; `undefined` when it never was. */
export const sayCorrected = ({ corrections = [], access, door }: AccessRow): string | undefined => {
  if (corrections.length > 1) return `corrected by AWS ${corrections.length} times`;
  return corrections.length === 1 || (access ?? door)?.correction !== undefined
    ? 'corrected by AWS'
    : undefined;
};

/** The sentence before, when the correction changed it. */
const sayBefore = (row: AccessRow, policy: Policy, [before, after]: readonly (Told | undefined)[]) => {
  if (before === undefined) return undefined;
  const [was, is] = [before, after].map((told) =>
    told === undefined ? undefined : describeAccess({ ...row, ...told }, policy),
  );
  return was === is ? undefined : `Before: ${was}`;
};

const noteOf = ({ row, events = [] }: AccessDetail, policy: Policy, place: number): string | undefined => {
  const fields = row.corrections?.[place]?.updatedFields;
  const before = sayBefore(row, policy, [toldBefore(row, events, place), toldAfter(row, events, place)]);
  const parts = [fields === undefined ? undefined : `Changed: ${showText(fields)}.`, before];
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(' ');
};

/** "AWS corrected the record: a field had been missing or wrong", and what it said before. */
export const correctionEntries = (kept: AccessDetail, policy: Policy): readonly TimelineEntry[] =>
  (kept.row.corrections ?? []).map(({ at, reason }: Correction, place) => {
    const note = noteOf(kept, policy, place);
    return {
      time: at,
      tone: 'warning',
      words: `AWS corrected the record: ${sayReason(reason)}`,
      ...(note === undefined ? {} : { note }),
    };
  });
