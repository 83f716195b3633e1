/** From what is kept to everything the page shows about one access. */
import type { Evidence } from '../access/caller.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail as KeptAccess } from '../history/access-history.ts';
import type { JoinedRecord } from '../history/access-row.ts';
import type { Policy } from '../policy/policy.ts';
import { buildTimeline } from './build-timeline.ts';
import type { AccessDetail, ShownDelivery, ShownEvidence, ShownJoin } from './contract.ts';
import { describeAttempt, sayChannel, sayDeliveryState } from './describe-attempt.ts';
import { projectAnswerable, projectIds, projectOrigin, projectSession } from './project-facts.ts';
import { projectSummary } from './project-summary.ts';
import { showLink, showText } from './show-text.ts';
import { EDITION_WORDS, sayCertainty, sayFoundBy, sayMfa } from './words.ts';

const projectEvidence = (evidence: Evidence): ShownEvidence => ({
  source: showText(evidence.source),
  value: showText(evidence.value),
  certainty: sayCertainty(evidence.certainty),
  note: showText(evidence.note),
});

const projectDelivery = (delivery: Delivery): ShownDelivery => {
  const url = showLink(delivery.url);
  return {
    destinationId: showText(delivery.destinationId),
    channel: sayChannel(delivery.channel),
    edition: EDITION_WORDS[delivery.edition],
    why: showText(delivery.why),
    state: sayDeliveryState(delivery.state),
    attempts: delivery.attempts.map((attempt) => describeAttempt(delivery.channel, attempt)),
    ...(delivery.state === 'pending' ? { nextTryAt: delivery.dueAt } : {}),
    ...(delivery.reference === undefined ? {} : { reference: showText(delivery.reference) }),
    ...(url === undefined ? {} : { url }),
  };
};

const projectJoin = ({ eventName, eventId, time, note }: JoinedRecord): ShownJoin => ({
  eventName: showText(eventName),
  eventId: showText(eventId),
  time,
  note: showText(note),
});

/** Everything about one access, in words. */
export const projectDetail = ({ row, deliveries }: KeptAccess, policy: Policy): AccessDetail => ({
  summary: projectSummary(row, deliveries, policy),
  recordedAt: row.recordedAt,
  foundBy: sayFoundBy(row.foundBy),
  mfa: sayMfa(row.access?.mfa ?? 'not-recorded'),
  evidence: (row.access?.caller.evidence ?? []).map(projectEvidence),
  session: row.access === undefined ? [] : projectSession(row.access),
  origin: row.access === undefined ? [] : projectOrigin(row.access),
  answerable: projectAnswerable(row, policy),
  timeline: buildTimeline(row, deliveries),
  deliveries: deliveries.map(projectDelivery),
  joined: row.joined.map(projectJoin),
  ids: projectIds(row),
  ...(row.groupedWith === undefined ? {} : { groupedWith: row.groupedWith }),
});
