/** One notice to one destination: whether it was told, why, where the message is, and what was said later. */
import type { ShownDelivery, ShownDigest, ShownLater } from '../lib/api/contract.ts';
import { DeliveryAgain } from './delivery-again.tsx';
import { DeliveryProgress } from './delivery-progress.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';

const Digest = ({ digest, channel }: { readonly digest: ShownDigest; readonly channel: string }) => (
  <div class="digest">
    <p>
      <span class="sentence-start">{digest.words}</span>
      {digest.sentAt === undefined ? null : (
        <>
          , at <Moment iso={digest.sentAt} as="near" />
        </>
      )}
    </p>
    <DeliveryProgress progress={digest} channel={channel} />
  </div>
);

const Later = ({ later, channel }: { readonly later: ShownLater; readonly channel: string }) => (
  <li>
    <p class="delivery-head">
      <span class="sentence-start">
        {later.words}
        {later.how === undefined ? '' : `, ${later.how}`}
      </span>
      <Mark tone={later.tone} words={later.state.words} />
    </p>
    <DeliveryProgress progress={later} channel={channel} />
    {later.digest === undefined ? null : <Digest digest={later.digest} channel={channel} />}
  </li>
);

interface DeliveryCardProps {
  readonly accessId: string;
  readonly delivery: ShownDelivery;
  /** Present for readers who may have it sent again: called when it was. */
  readonly onAgain?: (() => void) | undefined;
}

export const DeliveryCard = ({ accessId, delivery, onAgain }: DeliveryCardProps) => {
  const { destinationId, channel, part, why, edition, instead, digest, later } = delivery;
  return (
    <li class="delivery">
      <p class="delivery-head">
        <strong>{destinationId}</strong> <span class="sub">{channel}</span>
        <Mark tone={delivery.tone} words={delivery.state.words} />
      </p>
      {part === undefined ? null : <p class="sentence">{part}</p>}
      <p class="sub sentence">
        {why}, {edition}
      </p>
      {instead === undefined ? null : <p>{instead}</p>}
      <DeliveryProgress progress={delivery} channel={channel} />
      {digest === undefined ? null : <Digest digest={digest} channel={channel} />}
      {later.length === 0 ? null : (
        <ul class="later">
          {later.map((one, index) => (
            <Later key={`${one.words} ${index}`} later={one} channel={channel} />
          ))}
        </ul>
      )}
      {onAgain === undefined || !delivery.maySendAgain ? null : (
        <DeliveryAgain accessId={accessId} destinationId={destinationId} onSent={onAgain} />
      )}
    </li>
  );
};
