/** "and 12 more times until 14:32": unfolds them, where the list holds them. */
import type { Entry } from './fold-repeats.ts';
import { Moment } from './moment.tsx';
import { type RepeatsWords, sayRepeats } from './say-repeats.ts';

interface RepeatsLineProps {
  readonly entry: Entry;
  readonly isUnfolded: boolean;
  readonly onToggle: () => void;
}

export const repeatsElementId = (entryId: string): string => `repeats-${entryId}`;

const Words = ({ words, until }: RepeatsWords) => (
  <>
    {words} {until === undefined ? null : <Moment iso={until} as="clock" />}
  </>
);

export const RepeatsLine = ({ entry, isUnfolded, onToggle }: RepeatsLineProps) => {
  const said = sayRepeats(entry);
  if (said === undefined) return null;
  if (entry.repeats.length === 0) {
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
      aria-expanded={isUnfolded}
      aria-controls={isUnfolded ? repeatsElementId(entry.id) : undefined}
      onClick={onToggle}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M4 2.5 7.5 6 4 9.5" />
      </svg>
      <span>
        <Words {...said} />
      </span>
    </button>
  );
};
