/** What is needed to trust the numbers: the bell, the doctor, the seals, the Regions, and what cannot be seen. */
import type { HealthAnswer, OverviewAnswer } from '../../lib/api/contract.ts';
import { BellLine } from '../bell-lines.tsx';
import { Mark } from '../mark.tsx';
import { Moment } from '../moment.tsx';

const Health = ({ health }: { readonly health: HealthAnswer }) => (
  <>
    <li>
      <BellLine line={health.bell.canary} />
    </li>
    <li>
      <BellLine line={health.bell.doctor} />
      {health.bell.doctor.broken.length === 0 ? null : (
        <ul class="broken">
          {health.bell.doctor.broken.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </li>
    <li>
      <BellLine line={{ tone: health.sealed.tone, words: health.sealed.words, ...momentOf(health) }} />{' '}
      <span class="sub">{health.sealed.note}</span>
    </li>
    {health.destinationsDown.map(({ destinationId, words, since, nextTryAt }) => (
      <li key={destinationId}>
        <Mark tone="bad" words={words} /> since <Moment iso={since} as="near" />; the next try is at{' '}
        <Moment iso={nextTryAt} as="near" />.
      </li>
    ))}
  </>
);

const momentOf = ({ sealed: { until } }: HealthAnswer): { readonly at?: string } =>
  until === undefined ? {} : { at: until };

const Regions = ({ regions: { covered, notCovered } }: Pick<OverviewAnswer, 'regions'>) => (
  <>
    <li>
      <Mark
        tone="good"
        words={`${String(covered.length)} ${covered.length === 1 ? 'Region is' : 'Regions are'} covered:`}
      />{' '}
      <span class="verbatim">{covered.join(', ')}</span>
    </li>
    {notCovered.length === 0 ? null : (
      <li>
        <Mark tone="bad" words={`${String(notCovered.length)} not covered:`} />{' '}
        <span class="verbatim">{notCovered.join(', ')}</span>. Whoever enters through their STS endpoint is
        not heard.
      </li>
    )}
  </>
);

export const Trust = ({ overview }: { readonly overview: OverviewAnswer }) => (
  <div class="trust">
    <section aria-label="Does the bell ring">
      <h2 class="part-title">Does the bell ring?</h2>
      <ul class="bell-lines">
        {overview.health === undefined ? null : <Health health={overview.health} />}
        <Regions regions={overview.regions} />
      </ul>
    </section>
    <section aria-label="What cannot be seen here">
      <h2 class="part-title">What cannot be seen here</h2>
      <ul class="limits">
        {overview.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  </div>
);
