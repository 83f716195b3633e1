/** One moment: in the chosen zone, with the other zone at hand. */
import { formatAge, formatClock, formatMoment } from './format-time.ts';
import { useTimes } from './times-context.ts';

interface MomentProps {
  readonly iso: string;
  /** `clock`: "14:03:20"; `full`: with day and zone; `age`: "12 min ago". */
  readonly as: 'clock' | 'full' | 'age';
}

export const Moment = ({ iso, as }: MomentProps) => {
  const { zone, now } = useTimes();
  const other = formatMoment(iso, zone === 'utc' ? 'local' : 'utc');
  const words = {
    clock: () => formatClock(iso, zone),
    full: () => formatMoment(iso, zone),
    age: () => formatAge(iso, now),
  };
  return (
    <time dateTime={iso} title={as === 'full' ? other : `${formatMoment(iso, zone)} · ${other}`}>
      {words[as]()}
    </time>
  );
};
