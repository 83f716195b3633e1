/** Every attempt to tell one access, whether by its own notice, a fallback, a later word or a digest. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { TimelineEntry } from './contract.ts';
import { describeAttempt } from './describe-attempt.ts';
import { sayTogether } from './describe-digest.ts';
import { digestOf } from './delivery-fate.ts';
import { sayPart } from './describe-part.ts';
import { showText } from './show-text.ts';

/** "platform-slack: owner of account 111122223333", "acme-mail, said later: 12 more times". */
const aboutOf = (delivery: Delivery, row: AccessRow): string =>
  showText(`${delivery.destinationId}${sayAbout(delivery, row)}`);

const sayAbout = (delivery: Delivery, row: AccessRow): string => {
  const part = sayPart(delivery, row);
  return part === undefined ? `: ${delivery.why}` : `, ${part}`;
};

const attempts = (delivery: Delivery, about: string): readonly TimelineEntry[] =>
  delivery.attempts.map((attempt) => {
    const { words, detail, tone } = describeAttempt(delivery.channel, attempt);
    const which = attempt.number === 1 ? '' : ` at attempt ${attempt.number}`;
    return {
      time: attempt.endedAt ?? attempt.startedAt,
      tone,
      words: `${words}${which}`,
      note: detail === undefined ? about : `${about}. ${detail}`,
    };
  });

const nextTry = (delivery: Delivery): readonly TimelineEntry[] =>
  delivery.state === 'pending'
    ? [{ time: delivery.dueAt, tone: 'waiting', words: `Next try for ${showText(delivery.destinationId)}` }]
    : [];

/** From the moment in which the digest was begun. */
const digested = (delivery: Delivery, kept: AccessDetail): readonly TimelineEntry[] => {
  const digest = digestOf(delivery, kept);
  if (digest === undefined) return [];
  const destination = showText(digest.destinationId);
  const put: TimelineEntry = {
    time: digest.createdAt,
    tone: 'plain',
    words: `Put into a digest for ${destination}: many notices waited there`,
    note: sayTogether(digest),
  };
  return [put, ...attempts(digest, `${destination}: the digest`), ...nextTry(digest)];
};

/** In no particular order. */
export const tellingEntries = (kept: AccessDetail): readonly TimelineEntry[] => [
  ...kept.deliveries.flatMap((delivery) => attempts(delivery, aboutOf(delivery, kept.row))),
  ...distinctDigests(kept).flatMap((delivery) => digested(delivery, kept)),
  ...kept.deliveries.flatMap(nextTry),
];

/** A notice and a later word can be told in one digest: it is shown once. */
const distinctDigests = ({ deliveries }: AccessDetail): readonly Delivery[] => {
  const byDigest = new Map(
    deliveries
      .filter(({ digestedIn }) => digestedIn !== undefined)
      .map((delivery) => [`${delivery.digestedIn} ${delivery.destinationId}`, delivery] as const),
  );
  return [...byDigest.values()];
};
