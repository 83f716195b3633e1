/** Who was told of one access: a line each, and all of it where one did not arrive. */
import type { AccessDetail, ShownFirst } from '../lib/api/contract.ts';
import { DeliveryCard } from './delivery-card.tsx';
import { dayKey } from './format-time.ts';
import { Moment } from './moment.tsx';
import { follow, linkTo } from './navigation.ts';
import { useTimes } from './times-context.ts';

/** Without its time the history does not hold it any more: the link says so. */
const Announced = ({ first }: { readonly first: ShownFirst | undefined }) =>
  first === undefined ? null : (
    <p>
      <a href={linkTo(first.accessId)} onClick={follow}>
        Open the access that was announced
        {first.time === undefined ? null : (
          <>
            , of <Moment iso={first.time} as="near" />
          </>
        )}
      </a>
    </p>
  );

interface DeliveryListProps {
  readonly detail: AccessDetail;
  /** A notice was sent again: ask for the access anew. */
  readonly onChanged: () => void;
}

export const DeliveryList = ({ detail, onChanged }: DeliveryListProps) => {
  const { summary, deliveries, may } = detail;
  const { zone } = useTimes();
  const day = dayKey(summary.time, zone);
  const timeAs = (moment: string) => (dayKey(moment, zone) === day ? 'clock' : 'full');
  return (
    <section aria-labelledby="deliveries">
      <h3 id="deliveries">Deliveries</h3>
      {deliveries.length > 0 || summary.groupedWith !== undefined ? null : <p>{summary.telling.note}</p>}
      <Announced first={summary.groupedWith} />
      <ul class="deliveries">
        {deliveries.map((delivery, index) => (
          <DeliveryCard
            key={`${delivery.destinationId} ${index}`}
            accessId={summary.accessId}
            delivery={delivery}
            timeAs={timeAs}
            onAgain={may.sendAgain ? onChanged : undefined}
          />
        ))}
      </ul>
      {may.sendAgain ||
      !deliveries.some(({ tone, maySendAgain }) => tone === 'bad' && maySendAgain) ? null : (
        <p class="sub">Having one sent again needs the group “responder”.</p>
      )}
    </section>
  );
};
