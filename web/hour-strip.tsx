/** 24 small blocks, one for each hour of the day: the darker, the more. The words beside it say the same. */
import type { Entry } from './fold-repeats.ts';
import { formatHour, type Zone } from './format-time.ts';
import { useTimes } from './times-context.ts';

const HOURS = 24;
const STEP_MS = 60_000;

/** Repeats that are not in the list are spread over the time that they took. */
const momentsOf = ({ lead, repeats }: Entry): readonly string[] => {
  const times = [lead.time, ...repeats.map(({ time }) => time)];
  const counted = lead.repeats;
  if (repeats.length > 0 || counted?.count === undefined) return times;
  const [start, end] = [Date.parse(lead.time), Date.parse(counted.until)];
  const step = Math.max(STEP_MS, (end - start) / counted.count);
  const spread = Array.from({ length: counted.count }, (_, index) => start + (index + 1) * step);
  return [...times, ...spread.map((time) => new Date(Math.min(time, end)).toISOString())];
};

const countHours = (entry: Entry, zone: Zone): readonly number[] => {
  const counts = new Array<number>(HOURS).fill(0);
  for (const moment of momentsOf(entry)) {
    const hour = Number(formatHour(moment, zone));
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
};

const levelOf = (count: number): number => (count === 0 ? 0 : count < 3 ? 1 : count < 10 ? 2 : 3);

export const HourStrip = ({ entry }: { readonly entry: Entry }) => {
  const { zone } = useTimes();
  return (
    <svg class="hour-strip" viewBox="0 0 144 10" aria-hidden="true">
      {countHours(entry, zone).map((count, hour) => (
        <rect key={hour} class={`level-${levelOf(count)}`} x={hour * 6} y="0" width="5" height="10" rx="1" />
      ))}
    </svg>
  );
};
