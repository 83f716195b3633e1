/** The bars, drawn. The table below the chart says and does the same without them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Histogram } from '../lib/api/contract.ts';
import { noteChartDrawn } from './first-paint.ts';
import { formatClock, formatShortDay, type Zone } from './format-time.ts';
import { narrowRange } from './navigation.ts';
import { momentsBetween, stackBars, zoneOfBars } from './stack-bars.ts';
import { useTimes } from './times-context.ts';

interface ChartCanvasProps {
  readonly histogram: Histogram;
  readonly label: string;
}

const HEIGHT = { wide: 132, narrow: 104 } as const;
/** Less than this is a click, not a stretch that was drawn. */
const CLICK_PX = 4;

/** Drawn anew when the reader's colours or the width change. */
const useSurroundings = (element: { readonly current: HTMLElement | null }) => {
  const [width, setWidth] = useState(0);
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const change = (): void => setDark(dark.matches);
    dark.addEventListener('change', change);
    const sizes = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (element.current !== null) sizes.observe(element.current);
    return () => {
      dark.removeEventListener('change', change);
      sizes.disconnect();
    };
  }, []);
  return { width, isDark };
};

const colours = (element: Element): ((name: string) => string) => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
};

/** A day by its date, an hour by its time. */
const sayTick = (milliseconds: number, zone: Zone): string => {
  const moment = new Date(milliseconds).toISOString();
  const clock = formatClock(moment, zone).slice(0, 5);
  return clock === '00:00' ? formatShortDay(moment, zone) : clock;
};

const narrowTo = (chart: uPlot, histogram: Histogram, left: number, width: number): void => {
  const ends = [left, left + width];
  const [from = 0, to = 0] = ends.map((place) => chart.posToVal(place, 'x') * 1000);
  const moments = momentsBetween(histogram, { from, to });
  if (moments !== undefined) narrowRange(moments);
};

const optionsFor = (
  histogram: Histogram,
  { width, zone, colour }: { width: number; zone: Zone; colour: (name: string) => string },
): uPlot.Options => {
  const axis = {
    stroke: colour('--quiet'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.82, 28], gap: 0 });
  const half = (histogram.unit === 'hour' ? 3_600 : 86_400) / 2;
  return {
    width,
    height: width < 600 ? HEIGHT.narrow : HEIGHT.wide,
    padding: [8, 22, 0, 0],
    legend: { show: false },
    ...(zone === 'utc'
      ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') }
      : {}),
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { range: (_chart, from, to) => [from - half, to + half] },
      y: { range: (_chart, _from, to) => [0, Math.max(to, 3)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 64,
        values: (_chart, splits) => splits.map((seconds) => sayTick(seconds * 1000, zone)),
      },
      {
        ...axis,
        grid: { stroke: colour('--line'), width: 1 },
        size: 34,
        space: 34,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000],
      },
    ],
    series: [
      {},
      ...stackBars(histogram).stacks.map(({ index }) => ({
        ...(bars === undefined ? {} : { paths: bars }),
        fill: colour(`--series-${histogram.series[index]?.code ?? 'unknown'}`),
        width: 0,
        points: { show: false },
      })),
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width >= CLICK_PX) narrowTo(chart, histogram, left, width);
        },
      ],
    },
  };
};

export const ChartCanvas = ({ histogram, label }: ChartCanvasProps) => {
  const zone = zoneOfBars(histogram, useTimes().zone);
  const place = useRef<HTMLDivElement>(null);
  const { width, isDark } = useSurroundings(place);
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const { starts, stacks } = stackBars(histogram);
    const options = optionsFor(histogram, { width, zone, colour: colours(element) });
    const chart = new uPlot(options, [[...starts], ...stacks.map(({ heights }) => [...heights])], element);
    // On what stays when the chart is drawn anew between press and release.
    element.onclick = ({ clientX }) => {
      const left = clientX - chart.over.getBoundingClientRect().left;
      if (chart.select.width < CLICK_PX) narrowTo(chart, histogram, left, 0);
    };
    noteChartDrawn();
    return () => chart.destroy();
  }, [histogram, width, isDark, zone]);
  return <div class="chart-canvas" ref={place} role="img" aria-label={label} />;
};
