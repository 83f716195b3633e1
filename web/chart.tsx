/** How many when: the same question as the list, so that narrowing one narrows the other. */
import type { Bar, CountsAnswer, Histogram } from '../lib/api/contract.ts';
import { FilterLink } from './filter-link.tsx';
import { formatDay, formatShortMoment, type Zone } from './format-time.ts';
import { lazy } from './lazy.tsx';
import { memo } from './memo.tsx';
import { follow } from './navigation.ts';
import { type ChipField, hrefOf, type PageQuery, stretchIn } from './query.ts';
import { sayCount, sayRange } from './say-query.ts';
import { momentsOfBar, totalOf, zoneOfBars } from './stack-bars.ts';
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

const sayBar = ({ start }: Bar, histogram: Histogram, zone: Zone): string => {
  const barZone = zoneOfBars(histogram, zone);
  return histogram.unit === 'hour' ? formatShortMoment(start, barZone) : formatDay(start, barZone);
};

const sayPart = (count: number, { code, words }: Series): string =>
  `${count} ${count === 1 && code === 'door' ? 'other door' : words}`;

/** Whether the days of the bars differ from those the list is grouped by. */
const hasOtherDays = (histogram: Histogram, zone: Zone): boolean =>
  zoneOfBars(histogram, zone) !== zone &&
  histogram.bars.some(({ start }) => new Date(start).getTimezoneOffset() !== 0);

const BarTable = ({ query, histogram }: { readonly query: PageQuery; readonly histogram: Histogram }) => {
  const { zone } = useTimes();
  const { access: _access, ...rest } = query;
  const rows = histogram.bars.filter((bar) => totalOf(bar) > 0).reverse();
  return (
    <ol class="bar-table" aria-label={`Accesses for each ${histogram.unit}, newest first`}>
      {rows.map((bar) => (
        <li key={bar.start}>
          <a
            href={hrefOf({ ...rest, range: stretchIn(query.range, momentsOfBar(histogram, bar.start)) })}
            onClick={follow}
          >
            {sayBar(bar, histogram, zone)}
          </a>{' '}
          <span>
            {totalOf(bar)}:{' '}
            {histogram.series
              .flatMap((one, index) => {
                const count = bar.counts[index] ?? 0;
                return count === 0 ? [] : [sayPart(count, one)];
              })
              .join(', ')}
          </span>
        </li>
      ))}
    </ol>
  );
};

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

const ChartCanvas = memo(
  lazy({
    load: async () => (await import('./chart-canvas.tsx')).ChartCanvas,
    meanwhile: <div class="chart-canvas" />,
  }),
);

export const Chart = ({ query, counts, isOld }: ChartProps) => {
  const { zone } = useTimes();
  const { histogram } = counts;
  return (
    <section class={`chart ${isOld ? 'old' : ''}`} aria-label="When">
      <ChartCanvas histogram={histogram} label={sayChart(counts, query, zone)} />
      <Legend histogram={histogram} />
      <details class="as-text">
        <summary>As text{hasOtherDays(histogram, zone) ? ' (bars are days in UTC)' : ''}</summary>
        <BarTable query={query} histogram={histogram} />
      </details>
    </section>
  );
};
