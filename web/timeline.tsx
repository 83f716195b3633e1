/** What happened, and who was told with what result, in the order of time. */
import type { TimelineEntry } from '../lib/api/contract.ts';
import { dayKey } from './format-time.ts';
import { Moment } from './moment.tsx';
import { useTimes } from './times-context.ts';

/** Moments of the first entry's day need no date. */
export const Timeline = ({ entries }: { readonly entries: readonly TimelineEntry[] }) => {
  const { zone } = useTimes();
  const first = entries[0]?.time;
  const isSameDay = (moment: string): boolean =>
    first !== undefined && dayKey(moment, zone) === dayKey(first, zone);
  return (
    <section aria-labelledby="timeline">
      <h3 id="timeline">What happened, and who was told</h3>
      <ol class="timeline">
        {entries.map((entry, index) => (
          <li class={entry.tone} key={`${entry.time} ${index}`}>
            <span class="at">
              <Moment iso={entry.time} as={isSameDay(entry.time) ? 'clock' : 'full'} />
            </span>
            <div>
              <p>
                <bdi>{entry.words}</bdi>
              </p>
              {entry.note === undefined ? null : (
                <p class="sub">
                  <bdi>{entry.note}</bdi>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};
