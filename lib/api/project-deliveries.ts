/** Who was told: one entry for each notice to a destination, with what was said to it later. */
import type { Delivery } from '../delivery/delivery.ts';
import { isHidden } from '../history/show-to-party.ts';
import { compact } from '../kernel/json.ts';
import type { ShownDelivery, ShownLater } from './contract.ts';
import { fateOf, isRefused, standInOf } from './delivery-fate.ts';
import { sayChannel } from './describe-attempt.ts';
import { projectDigest, projectProgress } from './describe-digest.ts';
import { sayPart } from './describe-part.ts';
import type { KeptAccess } from './kept-access.ts';
import { showText } from './show-text.ts';
import { EDITION_WORDS } from './words.ts';

const hasHead = ({ destinationId }: Delivery, deliveries: readonly Delivery[]): boolean =>
  deliveries.some((other) => other.destinationId === destinationId && other.part === undefined);

/** Said about a first notice at the same destination. Without that one, it stands for itself. */
const isLater = (delivery: Delivery, deliveries: readonly Delivery[]): boolean =>
  delivery.part !== undefined && delivery.insteadOf === undefined && hasHead(delivery, deliveries);

/** Vendors that edit or comment answer with the reference of the first message. */
const sayHow = (later: Delivery, head: Delivery): string | undefined => {
  if (later.reference === undefined || head.reference === undefined) return undefined;
  return later.reference === head.reference ? 'added to the first notice' : 'as a message of its own';
};

const projectLater = (later: Delivery, head: Delivery, kept: KeptAccess): ShownLater => {
  const digest = projectDigest(later, kept);
  const how = sayHow(later, head);
  const { reference, url, ...progress } = projectProgress(later, kept);
  return {
    ...progress,
    ...(later.reference === head.reference ? {} : compact({ reference, url })),
    words: sayPart(later, kept.row) ?? '',
    ...(how === undefined ? {} : { how }),
    ...(digest === undefined ? {} : { digest }),
  };
};

const INSTEAD_WORDS = {
  told: 'was told instead',
  'told-instead': 'was told instead',
  waiting: 'is to be told instead; it does not have it yet',
  rejected: 'was to be told instead and refused as well',
} as const;

const sayInstead = (delivery: Delivery, kept: KeptAccess): string | undefined => {
  if (!isRefused(delivery, kept)) return undefined;
  const standIn = standInOf(delivery, kept);
  if (standIn === undefined) return 'Nobody was told instead: there is no fallback for it.';
  return `${showText(standIn.destinationId)} ${INSTEAD_WORDS[fateOf(standIn, kept)]}.`;
};

const projectHead = (head: Delivery, kept: KeptAccess): ShownDelivery => {
  const part = sayPart(head, kept.row);
  const instead = sayInstead(head, kept);
  const digest = projectDigest(head, kept);
  const later = kept.deliveries
    .filter(
      (other) =>
        head.part === undefined &&
        other.destinationId === head.destinationId &&
        isLater(other, kept.deliveries),
    )
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  return {
    ...projectProgress(head, kept),
    destinationId: showText(head.destinationId),
    channel: sayChannel(head.channel),
    edition: EDITION_WORDS[head.edition],
    why: showText(head.why),
    later: later.map((one) => projectLater(one, head, kept)),
    maySendAgain: head.part === undefined && !isHidden(head),
    ...(part === undefined ? {} : { part }),
    ...(instead === undefined ? {} : { instead }),
    ...(digest === undefined ? {} : { digest }),
  };
};

/** First notices, then what was told instead, then later words whose first notice is not there. */
const orderOf = ({ part, insteadOf }: Delivery): number => {
  if (part === undefined && insteadOf === undefined) return 0;
  return insteadOf === undefined ? 2 : 1;
};

export const projectDeliveries = (kept: KeptAccess): readonly ShownDelivery[] =>
  kept.deliveries
    .filter((delivery) => !isLater(delivery, kept.deliveries))
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .map((delivery) => projectHead(delivery, kept));
