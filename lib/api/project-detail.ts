/** From what is kept to everything the page shows about one access. */
import type { Evidence } from '../access/caller.ts';
import type { JoinedRecord } from '../history/access-row.ts';
import { buildTimeline } from './build-timeline.ts';
import type { AccessDetail, ShownEvidence, ShownJoin } from './contract.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { projectDeliveries } from './project-deliveries.ts';
import { projectAnswerable, projectIds, projectOrigin, projectSession } from './project-facts.ts';
import { projectSummary } from './project-summary.ts';
import { showText } from './show-text.ts';
import { sayCertainty, sayFoundBy, sayMfa } from './words.ts';

const projectEvidence = (evidence: Evidence): ShownEvidence => ({
  source: showText(evidence.source),
  value: showText(evidence.value),
  certainty: sayCertainty(evidence.certainty),
  note: showText(evidence.note),
});

const projectJoin = ({ eventName, eventId, time, note }: JoinedRecord): ShownJoin => ({
  eventName: showText(eventName),
  eventId: showText(eventId),
  time,
  note: showText(note),
});

/** Everything about one access, in words. */
export const projectDetail = (kept: KeptAccess, around: Around): AccessDetail => {
  const { row } = kept;
  return {
    summary: projectSummary(kept, around),
    recordedAt: row.recordedAt,
    foundBy: sayFoundBy(row.foundBy),
    mfa: sayMfa(row.access?.mfa ?? 'not-recorded'),
    evidence: (row.access?.caller.evidence ?? []).map(projectEvidence),
    session: row.access === undefined ? [] : projectSession(row.access),
    origin: row.access === undefined ? [] : projectOrigin(row.access),
    answerable: projectAnswerable(row, around.policy),
    timeline: buildTimeline(kept, around),
    deliveries: projectDeliveries(kept),
    joined: row.joined.map(projectJoin),
    ids: projectIds(row),
  };
};
