/** What became of one notice: not of its own message alone, but of the digest or the fallback that told it. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { Tone } from './contract.ts';

/** `told-instead`: the destination refused for good, and the owner's fallback has it. */
export type Fate = 'told' | 'told-instead' | 'waiting' | 'rejected';

/** Where the digest and the fallback of a delivery are looked for. */
export type Beside = Pick<AccessDetail, 'deliveries' | 'digests'>;

/** The digest that tells this delivery; `undefined` when it is in none, or the history did not find it. */
export const digestOf = (
  { digestedIn, destinationId }: Delivery,
  { digests = [] }: Beside,
): Delivery | undefined =>
  digestedIn === undefined
    ? undefined
    : digests.find(
        (digest) =>
          digest.accessId === digestedIn &&
          digest.destinationId === destinationId &&
          digest.part === undefined,
      );

/** What was opened because its destination refused it, or refused the digest that was to tell it. */
export const standInOf = (delivery: Delivery, { deliveries }: Beside): Delivery | undefined => {
  const { accessId, destinationId } = delivery;
  const part = delivery.part === undefined ? '' : `.${delivery.part}`;
  return deliveries.find(
    (other) =>
      other.accessId === accessId &&
      other.insteadOf === destinationId &&
      other.part === `instead-of-${destinationId}${part}`,
  );
};

/** Without its fallback. */
const ownFate = (delivery: Delivery, beside: Beside): Exclude<Fate, 'told-instead'> => {
  if (delivery.state === 'sent') return 'told';
  if (delivery.state === 'rejected') return 'rejected';
  const digest = digestOf(delivery, beside);
  // A digest is never told in another: nothing that is kept can make this go round.
  return digest === undefined || digest.state === 'digested' ? 'waiting' : ownFate(digest, beside);
};

/** Its destination will never take it, by itself or in its digest. */
export const isRefused = (delivery: Delivery, beside: Beside): boolean =>
  ownFate(delivery, beside) === 'rejected';

/** What was sent again for it, because somebody asked. */
const copiesOf = ({ destinationId, part }: Delivery, { deliveries }: Beside): readonly Delivery[] => {
  const begins = part === undefined ? 'again-' : `${part}.again-`;
  return deliveries.filter(
    (other) =>
      other.destinationId === destinationId &&
      other.part?.startsWith(begins) === true &&
      /^\d+$/.test(other.part.slice(begins.length)),
  );
};

/** A refusal is made good by a copy that arrived. */
const fateWithCopies = (delivery: Delivery, beside: Beside): Exclude<Fate, 'told-instead'> => {
  const fate = ownFate(delivery, beside);
  if (fate !== 'rejected') return fate;
  const fates = copiesOf(delivery, beside).map((copy) => ownFate(copy, beside));
  return fates.includes('told') ? 'told' : fates.includes('waiting') ? 'waiting' : fate;
};

/** Everything that is not known to be told or refused is waiting. */
export const fateOf = (delivery: Delivery, beside: Beside): Fate => {
  const fate = fateWithCopies(delivery, beside);
  const standIn = fate === 'rejected' ? standInOf(delivery, beside) : undefined;
  if (standIn === undefined) return fate;
  const instead = ownFate(standIn, beside);
  return instead === 'told' ? 'told-instead' : instead;
};

const TONES: Readonly<Record<Fate, Tone>> = {
  told: 'good',
  'told-instead': 'warning',
  waiting: 'waiting',
  rejected: 'bad',
};

/** A refusal stays one, whoever was told instead. */
export const toneOfDelivery = (delivery: Delivery, beside: Beside): Tone =>
  TONES[isRefused(delivery, beside) ? 'rejected' : fateOf(delivery, beside)];
