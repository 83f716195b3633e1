/** "and 12 more times until 14:32", with the hours in which they were: unfolds them. */
import { useContext } from 'preact/hooks';
import { TabContext } from './filter-link.tsx';
import type { Entry } from './fold-repeats.ts';
import { HourStrip } from './hour-strip.tsx';
import { Moment } from './moment.tsx';
import { type RepeatsWords, sayRepeats } from './say-repeats.ts';

interface RepeatsLineProps {
  readonly entry: Entry;
  readonly isUnfolded: boolean;
  readonly canUnfold: boolean;
  readonly onToggle: () => void;
}

export const repeatsElementId = (entryId: string): string => `repeats-${entryId}`;

const Words = ({ words, until }: RepeatsWords) => (
  <>
    {words} {until === undefined ? null : <Moment iso={until} as="clock" />}
  </>
);

export const RepeatsLine = ({ entry, isUnfolded, canUnfold, onToggle }: RepeatsLineProps) => {
  const tabIndex = useContext(TabContext);
  const said = sayRepeats(entry);
  if (said === undefined) return null;
  if (!canUnfold) {
    return (
      <p class="repeats-line">
        <Words {...said} />
      </p>
    );
  }
  return (
    <button
      type="button"
      class="repeats-line"
      tabIndex={tabIndex}
      aria-expanded={isUnfolded}
      aria-controls={isUnfolded ? repeatsElementId(entry.id) : undefined}
      onClick={onToggle}
    >
      <svg class="fold-mark" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M4 2.5 7.5 6 4 9.5" />
      </svg>
      <span>
        <Words {...said} />
      </span>
      <HourStrip entry={entry} />
    </button>
  );
};
