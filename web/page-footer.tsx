/** What this page cannot know: read before an empty list is taken for good news. */
import type { HealthAnswer, ShownSeals } from '../lib/api/contract.ts';
import { BellLines } from './bell-lines.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { follow } from './navigation.ts';

const Regions = ({ regions }: { readonly regions: readonly string[] }) => {
  if (regions.length === 0) return <p>Every Region that is enabled by default is covered.</p>;
  const words = `${regions.length} ${regions.length === 1 ? 'Region is' : 'Regions are'} not covered`;
  return (
    <details>
      <summary>
        <Mark tone="bad" words={words} />
      </summary>
      <p>Whoever enters a role through their STS endpoint is not heard: {regions.join(', ')}.</p>
    </details>
  );
};

const Seals = ({ sealed }: { readonly sealed: ShownSeals }) => (
  <p>
    <Mark tone={sealed.tone} words={sealed.words} />
    {sealed.until === undefined ? null : (
      <>
        {' '}
        <Moment iso={sealed.until} as="near" />
      </>
    )}
    . {sealed.note} <code>npx rolecall verify</code> compares everything with its seals.
  </p>
);

interface PageFooterProps {
  readonly health: HealthAnswer | undefined;
  /** False for readers who see some accounts only: they are not told about the whole stack. */
  readonly isForAll: boolean;
}

const Waiting = ({ isForAll }: Pick<PageFooterProps, 'isForAll'>) =>
  isForAll ? (
    <p>What is covered is being asked.</p>
  ) : (
    <p>
      You see the accounts that are yours. Which Regions are covered, and what nobody can see, is in the{' '}
      <a href="/?view=overview" onClick={follow}>
        overview
      </a>
      .
    </p>
  );

export const PageFooter = ({ health, isForAll }: PageFooterProps) => (
  <footer class="page-footer">
    <h2>What cannot be seen here</h2>
    {health === undefined ? (
      <Waiting isForAll={isForAll} />
    ) : (
      <>
        <BellLines bell={health.bell} />
        <Regions regions={health.regionsNotCovered} />
        <ul>
          {health.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
        <Seals sealed={health.sealed} />
        <p class="sub">
          Home Region {health.homeRegion}, configuration <code>{health.policyHash.slice(0, 12)}</code>
          {health.lastRecordAt === undefined ? null : (
            <>
              , last record <Moment iso={health.lastRecordAt} as="age" />
            </>
          )}
        </p>
      </>
    )}
  </footer>
);
