/** How much happened, who it was, whether everybody was told, and what cannot be seen. */
import type { MeAnswer, OverviewAnswer } from '../../lib/api/contract.ts';
import { askOverview } from '../api-later.ts';
import { AlarmStrips } from '../alarm-strips.tsx';
import { follow, useQuery } from '../navigation.ts';
import { DEFAULT_QUERY, hrefOf, momentsOf, type PageQuery } from '../query.ts';
import { RangeBar } from '../range-bar.tsx';
import { sayCount } from '../say-query.ts';
import { useAnswer } from '../use-answer.ts';
import { ViewFrame } from '../view-frame.tsx';
import { DayChart } from './day-chart.tsx';
import { FailingList } from './failing-list.tsx';
import { TopList } from './top-list.tsx';
import { Trust } from './trust.tsx';

const EVERY_MS = 60_000;

const Totals = ({ overview, query }: { readonly overview: OverviewAnswer; readonly query: PageQuery }) => {
  const { range } = query;
  return (
    <p class="totals">
      <a href={hrefOf({ ...DEFAULT_QUERY, range, tab: 'all' })} onClick={follow}>
        <strong>{sayCount(overview.total)}</strong> accesses
      </a>
      <a href={hrefOf({ ...DEFAULT_QUERY, range })} onClick={follow}>
        <strong>{sayCount(overview.open)}</strong> need a look
      </a>
    </p>
  );
};

interface ShownProps {
  readonly overview: OverviewAnswer;
  readonly query: PageQuery;
  readonly me: MeAnswer | undefined;
}

const Shown = ({ overview, query, me }: ShownProps) => (
  <>
    <div role="status">{overview.health === undefined ? null : <AlarmStrips health={overview.health} />}</div>
    <Totals overview={overview} query={query} />
    {overview.failing.length === 0 ? null : <FailingList failing={overview.failing} isForAll />}
    <div class="charts">
      <DayChart
        title="Accesses per day, by how sure we are of the person"
        series={overview.byCertainty.series}
        bars={overview.byCertainty.bars}
      />
      <DayChart
        title="Accesses per day, by where their review stands"
        series={overview.byState.series}
        bars={overview.byState.bars}
      />
    </div>
    <h2 class="part-title">Most frequent</h2>
    <div class="tops">
      {overview.top.map((facet) => (
        <TopList key={facet.field} facet={facet} />
      ))}
    </div>
    {overview.failing.length > 0 ? null : (
      <FailingList failing={[]} isForAll={me?.seesEverything !== false} />
    )}
    <Trust overview={overview} />
  </>
);

export const OverviewView = ({ me }: { readonly me: MeAnswer | undefined }) => {
  const query = useQuery();
  const { value, problem, again } = useAnswer({
    ask: (signal) => askOverview(momentsOf(query.range, new Date()), signal),
    key: JSON.stringify(query.range),
    everyMs: EVERY_MS,
  });
  return (
    <ViewFrame
      title="Overview"
      lead="How much happened, who it was, and whether everybody was told."
      problem={problem}
      isLoading={value === undefined}
      onAgain={again}
    >
      <RangeBar query={query} />
      {value === undefined ? null : <Shown overview={value} query={query} me={me} />}
    </ViewFrame>
  );
};
