/** Deliveries that somebody has to look after. */
import type { OverviewAnswer } from '../../lib/api/contract.ts';
import { Mark } from '../mark.tsx';
import { Moment } from '../moment.tsx';
import { follow, linkTo } from '../navigation.ts';

export const FailingList = ({ failing }: Pick<OverviewAnswer, 'failing'>) => (
  <section aria-label="Deliveries failing now">
    <h2 class="part-title">Deliveries failing now</h2>
    {failing.length === 0 ? (
      <p>
        <Mark tone="good" words="None: everybody who should know was told." />
      </p>
    ) : (
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
    )}
  </section>
);
