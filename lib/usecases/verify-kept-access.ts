/** One access, read from the table or, once it was retired, from the archive, and verified. */
import { readArchiveLines, type ReadArchive } from '../history/archive.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { NotedEvent } from '../history/history-event.ts';
import type { InspectedAccess, Inspection } from '../history/inspection.ts';
import { snapshotOf } from '../history/play-events.ts';
import type { SealLeaf } from '../history/seal.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { at, textAt } from '../kernel/json.ts';
import { isBeforeSeals, isVouchedFor, type Sealing, verifyAccess } from './verify-access.ts';
import { sayDifference, type VerifyFinding } from './verify-finding.ts';

export interface AccessVerified {
  readonly findings: readonly VerifyFinding[];
  /** `unvouched`: recorded before the first seal. `no-access`: a digest, an operator's notice, or nothing at all. */
  readonly standing: 'kept' | 'archived' | 'unvouched' | 'no-access';
  /** It is Rolecall's own proof that the bell rings, which no list shows. */
  readonly canary: boolean;
}

interface Asked {
  readonly accessId: string;
  readonly sealing: Sealing;
  readonly suspects: readonly SealLeaf[];
}

/** The accesses in an object of the archive, by id. */
export type ReadArchived = (object: string) => Promise<ReadonlyMap<string, AccessDetail>>;

interface Effects {
  readonly inspection: Inspection;
  readonly archive: ReadArchived;
}

/** Accesses that were archived together lie close together: a few objects need to be remembered. */
const REMEMBERED = 8;

export const openArchive = (archive: ReadArchive): ReadArchived => {
  const remembered = new Map<string, ReturnType<ReadArchived>>();
  return (object) => {
    const known = remembered.get(object);
    if (known !== undefined) return known;
    const reading = archive.read(object).then((text) => readArchiveLines(text ?? ''));
    remembered.set(object, reading);
    for (const oldest of [...remembered.keys()].slice(0, -REMEMBERED)) remembered.delete(oldest);
    return reading;
  };
};

export const verifyKeptAccess = async (effects: Effects, asked: Asked): Promise<AccessVerified> => {
  const inspected = await effects.inspection.read(asked.accessId);
  const tombstone = inspected.events.find(({ kind }) => kind === 'archived');
  if (tombstone === undefined) {
    return {
      findings: verifyAccess({ ...asked, inspected }),
      standing: standingOf(inspected, asked.sealing),
      canary: isCanary(inspected),
    };
  }
  const object = textAt(tombstone.body, 'object') ?? '';
  const archived = (await effects.archive(object)).get(asked.accessId);
  return archived === undefined
    ? {
        findings: [notInArchive(asked, object), ...verifyAccess({ ...asked, inspected })],
        standing: 'archived',
        canary: isCanary(inspected),
      }
    : {
        findings: verifyArchived(asked, inspected, archived),
        standing: 'archived',
        canary: archived.row.canary === true,
      };
};

/** What was recorded counts: a row that was changed since is a finding of its own. */
const isCanary = ({ row, events }: InspectedAccess): boolean =>
  at(snapshotOf(events)?.body ?? { row }, 'row', 'canary') === true;

const standingOf = ({ row, events }: InspectedAccess, sealing: Sealing): AccessVerified['standing'] => {
  const snapshot = snapshotOf(events);
  if (snapshot !== undefined) return isBeforeSeals(sealing, snapshot.notedAt) ? 'unvouched' : 'kept';
  if (row === undefined) return 'no-access';
  return isVouchedFor(sealing, row.recordedAt) ? 'kept' : 'unvouched';
};

const notInArchive = ({ accessId }: Asked, object: string): VerifyFinding => ({
  code: 'archive-missing',
  accessId,
  words: `This access is said to lie in the archive as "${object}", but no such object holds it.`,
});

/** The archive's copy has to stand up to the same questions; a removal that was interrupted may have left a row. */
const verifyArchived = (
  asked: Asked,
  inspected: InspectedAccess,
  { row, deliveries, digests = [], events = [] }: AccessDetail,
): readonly VerifyFinding[] => {
  const copy: InspectedAccess = {
    accessId: asked.accessId,
    row,
    deliveries: deliveries.map((delivery) => ({ delivery, noted: true })),
    digests,
    events: together(events, inspected.events),
    misplaced: [],
  };
  // Said in the moment in which the row went to the archive: the copy there does not show it, and never will.
  const isTooLate = ({ kind, name }: NotedEvent): boolean =>
    kind === 'reviewed' && !events.some((event) => event.name === name);
  const findings = verifyAccess({ ...asked, inspected: copy, archived: true, isTooLate });
  const left = inspected.row;
  if (left === undefined || canonicalJson(left) === canonicalJson(row)) return findings;
  const words = `The row is still in the table although it was archived, and is not the one in the archive${sayDifference(row, left)}.`;
  return [...findings, { code: 'row-changed', accessId: asked.accessId, words }];
};

/** Those of the archive, and those noted since: the tombstone. */
const together = (archived: readonly NotedEvent[], kept: readonly NotedEvent[]): readonly NotedEvent[] => [
  ...archived,
  ...kept.filter(({ name }) => !archived.some((event) => event.name === name)),
];
