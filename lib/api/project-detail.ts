/** From what is kept to everything the page shows about one access. */
import type { Evidence } from '../access/caller.ts';
import type { AccessRow, JoinedRecord } from '../history/access-row.ts';
import { explainOpening } from '../iam/explain-openings.ts';
import type { Opening } from '../iam/opening.ts';
import { accountName } from '../policy/decide-route.ts';
import { buildTimeline } from './build-timeline.ts';
import type { AccessDetail, ShownEvidence, ShownJoin, ShownOpening } from './contract.ts';
import { entryOf } from '../history/entry-of.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { projectDeliveries } from './project-deliveries.ts';
import { projectChain, projectLookedUp, projectMfa } from './project-enrichment.ts';
import {
  projectAnswerable,
  projectDoorFacts,
  projectIds,
  projectOrigin,
  projectSession,
} from './project-facts.ts';
import { projectRecord } from './project-record.ts';
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

const projectOpening = (opening: Opening, { policy }: Around): ShownOpening => ({
  words: showText(explainOpening(opening, { accountName: (id) => accountName(policy, id) })),
  principal: showText(opening.principal),
  outside: opening.outside,
});

const NO_MFA_TOLD: AccessDetail['mfa'] = {
  ...sayMfa('not-recorded'),
  note: 'This kind of record does not tell.',
};

const mfaOf = ({ access, door }: AccessRow): AccessDetail['mfa'] => {
  if (access !== undefined) return projectMfa(access);
  return door?.mfa === 'not-recorded' ? NO_MFA_TOLD : sayMfa(door?.mfa ?? 'not-recorded');
};

const sessionOf = ({ access, door, joined }: AccessRow): AccessDetail['session'] => {
  if (door !== undefined) return projectDoorFacts(door);
  return access === undefined ? [] : projectSession(access, entryOf({ access, joined }));
};

/** What is around an access, and what the reader may do with it. */
export interface Beside {
  readonly related: AccessDetail['related'];
  readonly allowed: Pick<AccessDetail, 'may' | 'noException'>;
}

const NOTHING_BESIDE: Beside = {
  related: [],
  allowed: { may: { review: false, sendAgain: false, makeException: false } },
};

/** Everything about one access or door, in words. For somebody who may only read, unless it is said otherwise. */
export const projectDetail = (
  kept: KeptAccess,
  around: Around,
  { related, allowed }: Beside = NOTHING_BESIDE,
): AccessDetail => {
  const { row } = kept;
  const happening = row.access ?? row.door;
  return {
    summary: projectSummary(kept, around),
    recordedAt: row.recordedAt,
    foundBy: sayFoundBy(row.foundBy),
    mfa: mfaOf(row),
    evidence: (happening?.caller.evidence ?? []).map(projectEvidence),
    chain: projectChain(row.access ?? {}),
    session: sessionOf(row),
    opens: (row.door?.opens ?? []).map((opening) => projectOpening(opening, around)),
    origin: [
      ...(happening === undefined ? [] : projectOrigin(happening)),
      ...(row.access === undefined ? [] : projectLookedUp(row.access)),
    ],
    answerable: projectAnswerable(row, around.policy),
    timeline: buildTimeline(kept, around),
    deliveries: projectDeliveries(kept),
    joined: row.joined.map(projectJoin),
    ids: projectIds(row),
    record: projectRecord(row),
    related,
    ...allowed,
  };
};
