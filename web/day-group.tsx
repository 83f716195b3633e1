/** The rows of one day under its heading. */
import type { ComponentChildren } from 'preact';

interface DayGroupProps {
  readonly day: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

export const DayGroup = ({ day, count, children }: DayGroupProps) => (
  <section class="day" aria-label={day}>
    <h2 class="day-heading">
      {day} <span class="count">{count}</span>
    </h2>
    <ol class="rows">{children}</ol>
  </section>
);
