/** How many when: the same question as the list, so that narrowing one narrows the other. */
import { useState } from 'preact/hooks';
import type { Bar, CountsAnswer, Histogram } from '../lib/api/contract.ts';
import { FilterLink } from './filter-link.tsx';
import type { Zone } from './format-time.ts';
import { lazy } from './lazy.tsx';
import { memo } from './memo.tsx';
import type { ChipField, PageQuery } from './query.ts';
import { sayBar } from './say-bar.ts';
import { sayCount, sayRange } from './say-query.ts';
import { totalOf, zoneOfBars } from './stack-bars.ts';
import { useTimes } from './times-context.ts';

interface ChartProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer;
  readonly isOld: boolean;
}

type Series = Histogram['series'][number];

const filterOf = ({ code }: Series): { readonly field: ChipField; readonly value: string } => {
  if (code === 'door') return { field: 'kind', value: 'door' };
  if (code === 'denied') return { field: 'outcome', value: 'denied' };
  return { field: 'certainty', value: code };
};

const Legend = ({ histogram: { series, bars } }: { readonly histogram: Histogram }) => (
  <ul class="legend" aria-label="In the chart">
    {series.map((one, index) => {
      const count = bars.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0);
      if (count === 0) return null;
      return (
        <li key={one.code} class={`series ${one.code}`} title={one.note}>
          <FilterLink {...filterOf(one)}>
            {one.words} {count.toLocaleString('en-GB')}
          </FilterLink>
        </li>
      );
    })}
  </ul>
);

/** Whether the days of the bars differ from those the list is grouped by. */
const hasOtherDays = (histogram: Histogram, zone: Zone): boolean =>
  zoneOfBars(histogram, zone) !== zone &&
  histogram.bars.some(({ start }) => new Date(start).getTimezoneOffset() !== 0);

const sayChart = ({ total, histogram }: CountsAnswer, query: PageQuery, zone: Zone): string => {
  const most = histogram.bars.reduce<Bar | undefined>(
    (best, bar) => (best === undefined || totalOf(bar) > totalOf(best) ? bar : best),
    undefined,
  );
  const peak =
    most === undefined || totalOf(most) === 0
      ? ''
      : `, most ${histogram.unit === 'hour' ? 'at' : 'on'} ${sayBar(most, histogram, zone)}: ${totalOf(most)}`;
  return `${sayCount(total)} in ${sayRange(query.range, zone)}${peak}`;
};

const BarTable = lazy({ load: async () => (await import('./later.ts')).BarTable, isLater: true });

const ChartCanvas = memo(
  lazy({
    load: async () => (await import('./chart-canvas.tsx')).ChartCanvas,
    meanwhile: <div class="chart-canvas" />,
  }),
);

export const Chart = ({ query, counts, isOld }: ChartProps) => {
  const { zone } = useTimes();
  const { histogram } = counts;
  const [isTold, setTold] = useState(false);
  return (
    <section class={`chart ${isOld ? 'old' : ''}`} aria-label="When">
      <ChartCanvas histogram={histogram} label={sayChart(counts, query, zone)} />
      <Legend histogram={histogram} />
      <details class="as-text" onToggle={(event) => setTold(event.currentTarget.open)}>
        <summary>As text{hasOtherDays(histogram, zone) ? ' (bars are days in UTC)' : ''}</summary>
        {isTold ? <BarTable query={query} histogram={histogram} /> : null}
      </details>
    </section>
  );
};
