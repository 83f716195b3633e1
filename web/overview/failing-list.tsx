/** Deliveries that somebody has to look after. */
import type { OverviewAnswer } from '../../lib/api/contract.ts';
import { Mark } from '../mark.tsx';
import { Moment } from '../moment.tsx';
import { follow, linkTo } from '../navigation.ts';

/** What has to be looked after comes first, and leaves room for the rest. */
const AT_ONCE = 2;

/** As far as `list-failing.ts` looks: none found is not a promise. */
const LOOKED_AT =
  'Looked at: the newest 100 accesses of this range, and the first 10 notices that wait for each destination.';

const Cards = ({ failing }: Pick<OverviewAnswer, 'failing'>) => (
  <ul class="cards">
    {failing.map(({ accessId, destinationId, channel, state, words, since }) => (
      <li class="card" key={`${accessId} ${destinationId}`}>
        <p class="card-head">
          <span>
            <strong>{destinationId}</strong> <span class="sub">{channel}</span>
          </span>
          <Mark tone={state.code === 'rejected' ? 'bad' : 'waiting'} words={state.words} />
        </p>
        <p>
          {words}, since <Moment iso={since} as="near" />
        </p>
        <p>
          <a href={linkTo(accessId)} onClick={follow}>
            Open the access<span class="unseen"> that {destinationId} does not have</span>
          </a>
        </p>
      </li>
    ))}
  </ul>
);

interface FailingListProps extends Pick<OverviewAnswer, 'failing'> {
  /** False for readers who see their own destinations only. */
  readonly isForAll: boolean;
}

export const FailingList = ({ failing, isForAll }: FailingListProps) => (
  <section aria-label="Deliveries failing now">
    <h2 class="part-title">Deliveries failing now</h2>
    {failing.length === 0 ? (
      <p>
        <Mark tone="good" words={isForAll ? 'None was found.' : 'None of yours was found.'} />
      </p>
    ) : (
      <>
        <Cards failing={failing.slice(0, AT_ONCE)} />
        {failing.length <= AT_ONCE ? null : (
          <details class="more">
            <summary>{failing.length - AT_ONCE} more</summary>
            <Cards failing={failing.slice(AT_ONCE)} />
          </details>
        )}
      </>
    )}
    <p class="sub">{LOOKED_AT}</p>
  </section>
);
