/** One notice to one destination: a line once it has arrived; until then also why, every attempt and what was said later. */
import { useRef } from 'preact/hooks';
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

const ARRIVED: readonly string[] = ['sent', 'digested'];

/** Nothing of it has to be looked after any more. */
const hasArrived = ({ tone, state, later }: ShownDelivery): boolean =>
  tone === 'good' && ARRIVED.includes(state.code) && later.every((one) => one.tone === 'good');

/** When the destination took it; `undefined` while it has not. */
const arrivalOf = ({ digest, attempts }: ShownDelivery): string | undefined =>
  digest?.sentAt ?? attempts.findLast(({ tone }) => tone === 'good')?.startedAt;

interface DeliveryCardProps {
  readonly accessId: string;
  readonly delivery: ShownDelivery;
  /** How moments of the access's own day are said. */
  readonly timeAs: (moment: string) => 'clock' | 'full';
  /** Present for readers who may have it sent again: called when it was. */
  readonly onAgain?: (() => void) | undefined;
}

const Head = ({ delivery, timeAs }: Pick<DeliveryCardProps, 'delivery' | 'timeAs'>) => {
  const { destinationId, channel } = delivery;
  const arrival = arrivalOf(delivery);
  return (
    <summary>
      <span class="delivery-head">
        <strong>{destinationId}</strong>{' '}
        {destinationId.startsWith(channel) ? null : <span class="sub">{channel}</span>}{' '}
        <span class="arrival">
          <Mark tone={delivery.tone} words={delivery.state.words} />{' '}
          {arrival === undefined ? null : <Moment iso={arrival} as={timeAs(arrival)} />}
        </span>
      </span>
    </summary>
  );
};

export const DeliveryCard = ({ accessId, delivery, timeAs, onAgain }: DeliveryCardProps) => {
  const { destinationId, channel, part, why, edition, instead, digest, later } = delivery;
  // What somebody is looking at does not fold away by itself when it arrives.
  const isOpen = useRef(false);
  isOpen.current ||= !hasArrived(delivery);
  return (
    <li>
      <details class="delivery" open={isOpen.current}>
        <Head delivery={delivery} timeAs={timeAs} />
        {part === undefined ? null : <p class="sentence">{part}</p>}
        <p class="sub sentence">
          {why}, {edition}
        </p>
        {instead === undefined ? null : <p class="sentence">{instead}</p>}
        <DeliveryProgress progress={delivery} channel={channel} isOpen={!hasArrived(delivery)} />
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
      </details>
    </li>
  );
};
