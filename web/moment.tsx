/** One moment: in the chosen zone, with the other zone at hand. */
import { dayKey, formatAge, formatClock, formatMoment } from './format-time.ts';
import { useTimes } from './times-context.ts';

interface MomentProps {
  readonly iso: string;
  /** `clock`: "14:03:20"; `full`: with day and zone; `near`: the clock today, else full; `age`: "12 min ago". */
  readonly as: 'clock' | 'full' | 'near' | 'age';
}

export const Moment = ({ iso, as }: MomentProps) => {
  const { zone, now } = useTimes();
  const other = formatMoment(iso, zone === 'utc' ? 'local' : 'utc');
  const words = {
    clock: () => formatClock(iso, zone),
    full: () => formatMoment(iso, zone),
    near: () =>
      dayKey(iso, zone) === dayKey(now.toISOString(), zone)
        ? formatClock(iso, zone)
        : formatMoment(iso, zone),
    age: () => formatAge(iso, now),
  };
  return (
    <time dateTime={iso} title={as === 'full' ? other : `${formatMoment(iso, zone)} · ${other}`}>
      {words[as]()}
    </time>
  );
};
