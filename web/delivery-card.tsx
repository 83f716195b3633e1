/** One destination: whether it was told, why it is one, where the message is, and every attempt. */
import type { ShownAttempt, ShownDelivery } from '../lib/api/contract.ts';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { toneOfDelivery } from './tone-of.ts';

const Attempts = ({ attempts }: { readonly attempts: readonly ShownAttempt[] }) => (
  <details>
    <summary>
      {attempts.length} {attempts.length === 1 ? 'attempt' : 'attempts'}
    </summary>
    <ol class="attempts">
      {attempts.map((attempt) => (
        <li key={attempt.number}>
          <Moment iso={attempt.startedAt} as="clock" /> {attempt.words}
          {attempt.detail === undefined ? null : <span class="sub"> ({attempt.detail})</span>}
        </li>
      ))}
    </ol>
  </details>
);

const Reference = ({ delivery }: { readonly delivery: ShownDelivery }) => {
  const { reference, url, channel } = delivery;
  if (reference === undefined && url === undefined) return null;
  return (
    <p>
      {url === undefined ? null : (
        <a href={url} rel="noreferrer noopener" target="_blank">
          Open in {channel}
        </a>
      )}{' '}
      {reference === undefined ? null : <bdi class="verbatim sub">{reference}</bdi>}
    </p>
  );
};

export const DeliveryCard = ({ delivery }: { readonly delivery: ShownDelivery }) => (
  <li class="delivery">
    <p class="delivery-head">
      <strong>{delivery.destinationId}</strong> <span class="sub">{delivery.channel}</span>
      <Mark tone={toneOfDelivery(delivery.state.code)} words={delivery.state.words} />
    </p>
    <p class="sub sentence">
      {delivery.why}, {delivery.edition}
    </p>
    {delivery.nextTryAt === undefined ? null : (
      <p>
        Next try at <Moment iso={delivery.nextTryAt} as="clock" />
      </p>
    )}
    <Reference delivery={delivery} />
    {delivery.attempts.length === 0 ? null : <Attempts attempts={delivery.attempts} />}
  </li>
);
