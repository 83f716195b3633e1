/** Two days, typed or picked: what no preset covers. */
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { daysBetween, dayFor } from './days-between.ts';
import { narrowRange } from './navigation.ts';
import { momentsOf, type Range } from './query.ts';
import { useTimes } from './times-context.ts';

interface DateFieldsProps {
  readonly range: Range;
  readonly onDone: () => void;
}

export const DateFields = ({ range, onDone }: DateFieldsProps) => {
  const { zone, now } = useTimes();
  const { from, to } = momentsOf(range, now);
  const [first, setFirst] = useState(dayFor(from, zone));
  const [last, setLast] = useState(
    dayFor(to === undefined ? now.toISOString() : new Date(Date.parse(to) - 1).toISOString(), zone),
  );
  const [wrong, setWrong] = useState<string>();
  const show = (event: TargetedEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const moments = daysBetween({ first, last }, zone, now);
    if (typeof moments === 'string') return setWrong(moments);
    // The fields go; the button that brought them stays.
    event.currentTarget.parentElement?.querySelector('button')?.focus();
    narrowRange(moments);
    onDone();
  };
  return (
    <form class="date-fields" noValidate onSubmit={show}>
      <label>
        From <input type="date" value={first} onInput={(event) => setFirst(event.currentTarget.value)} />
      </label>
      <label>
        to <input type="date" value={last} onInput={(event) => setLast(event.currentTarget.value)} />
      </label>
      <button type="submit">Show</button>
      <span class="sub">{zone === 'utc' ? 'days in UTC' : 'days where you are'}</span>
      <p role="alert">{wrong}</p>
    </form>
  );
};
