/** Bars for every day, stacked by what was counted, and the same as a table. */
import type { Bar } from '../../lib/api/contract.ts';
import { formatShortDay } from '../format-time.ts';

interface Series {
  readonly code: string;
  readonly words: string;
}

interface DayChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
}

const HEIGHT = 120;
const WIDTH = 600;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const sumsOf = (bars: readonly Bar[], series: readonly Series[]): readonly number[] =>
  series.map((_, index) => bars.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0));

/** Days of the API begin at midnight UTC. */
const dayOf = ({ start }: Bar): string => formatShortDay(start, 'utc');

/** From the bottom up, in the order of the series. */
const stack = (counts: readonly number[], most: number) => {
  let top = HEIGHT;
  return counts.map((count) => {
    const height = (count / most) * HEIGHT;
    top -= height;
    return { top, height };
  });
};

const Bars = ({ series, bars }: Omit<DayChartProps, 'title'>) => {
  const most = Math.max(1, ...bars.map(({ counts }) => sumOf(counts)));
  const step = WIDTH / bars.length;
  const gap = Math.min(3, step / 5);
  return (
    <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((bar, index) => (
        <g key={bar.start}>
          {stack(bar.counts, most).map(({ top, height }, place) =>
            height === 0 ? null : (
              <rect
                key={series[place]?.code}
                class={`fill ${series[place]?.code ?? ''}`}
                x={index * step + gap / 2}
                width={step - gap}
                y={top}
                height={height}
              />
            ),
          )}
          <rect class="hover-area" x={index * step} width={step} y={0} height={HEIGHT}>
            <title>{`${dayOf(bar)}: ${String(sumOf(bar.counts))}`}</title>
          </rect>
        </g>
      ))}
    </svg>
  );
};

const Legend = ({ series, bars }: Omit<DayChartProps, 'title'>) => {
  const sums = sumsOf(bars, series);
  return (
    <ul class="legend">
      {series.map(({ code, words }, index) => (
        <li key={code}>
          <span class={`swatch ${code}`} aria-hidden="true" />
          {words} <span class="number">{(sums[index] ?? 0).toLocaleString('en-GB')}</span>
        </li>
      ))}
    </ul>
  );
};

const Table = ({ title, series, bars }: DayChartProps) => (
  <details class="as-table">
    <summary>As a table</summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard, too */}
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            {series.map(({ code, words }) => (
              <th scope="col" key={code}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...bars].reverse().map((bar) => (
            <tr key={bar.start}>
              <th scope="row">{dayOf(bar)}</th>
              {series.map(({ code }, index) => (
                <td key={code}>{bar.counts[index] ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

/** Series that nothing was counted for only take room. */
const met = ({ series, bars }: Omit<DayChartProps, 'title'>): Omit<DayChartProps, 'title'> => {
  const sums = sumsOf(bars, series);
  const isMet = (index: number): boolean => (sums[index] ?? 0) > 0;
  return {
    series: series.filter((_, index) => isMet(index)),
    bars: bars.map(({ start, counts }) => ({ start, counts: counts.filter((_, index) => isMet(index)) })),
  };
};

export const DayChart = ({ title, ...all }: DayChartProps) => {
  const { series, bars } = met(all);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure class="day-chart">
      <figcaption>{title}</figcaption>
      {series.length === 0 ? (
        <p class="sub">Nothing in these days.</p>
      ) : (
        <>
          <Bars series={series} bars={bars} />
          <p class="axis sub" aria-hidden="true">
            <span>{first === undefined ? '' : dayOf(first)}</span>
            <span>{last === undefined ? '' : dayOf(last)}</span>
          </p>
          <Legend series={series} bars={bars} />
          <Table title={title} series={series} bars={bars} />
        </>
      )}
    </figure>
  );
};
