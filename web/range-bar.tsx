/** The time range: some that end now, the one before and the one after, and the way back from one that was drawn. */
import { useState } from 'preact/hooks';
import { lazy } from './lazy.tsx';
import { follow } from './navigation.ts';
import { hrefOf, type PageQuery, presetOf, PRESETS, type Range } from './query.ts';
import { PRESET_WORDS, sayRange } from './say-query.ts';
import { shiftRange } from './shift-range.ts';
import { useTimes } from './times-context.ts';

const DateFields = lazy({ load: async () => (await import('./date-fields.tsx')).DateFields, isLater: true });

type Rest = Omit<PageQuery, 'access'>;

/** "the 7 days before": a length that has a name is named. */
const sayStep = (range: Range, side: 'before' | 'after'): string =>
  typeof range === 'object' ? `the same length of time ${side}` : `the ${PRESET_WORDS[range].short} ${side}`;

const Step = ({ rest, by }: { readonly rest: Rest; readonly by: 1 | -1 }) => {
  const { now } = useTimes();
  const range = shiftRange(rest.range, by, now);
  if (range === undefined) return null;
  const words = sayStep(rest.range, by === 1 ? 'after' : 'before');
  return (
    <a
      class="step"
      href={hrefOf({ ...rest, range })}
      title={words}
      aria-label={`${by === 1 ? 'Later' : 'Earlier'}: ${words}`}
      onClick={follow}
    >
      {by === 1 ? (
        <>
          <span>Later </span>→
        </>
      ) : (
        <>
          ←<span> Earlier</span>
        </>
      )}
    </a>
  );
};

export const RangeBar = ({ query }: { readonly query: PageQuery }) => {
  const { zone } = useTimes();
  const { access: _access, ...rest } = query;
  const back = presetOf(query.range);
  const [isTyping, setTyping] = useState(false);
  return (
    <nav class="ranges" aria-label="Time range">
      {PRESETS.map((range) => (
        <a
          key={range}
          href={hrefOf({ ...rest, range })}
          aria-current={range === query.range ? 'true' : undefined}
          onClick={follow}
        >
          <span class="unseen">the last </span>
          {PRESET_WORDS[range].short}
        </a>
      ))}
      <Step rest={rest} by={-1} />
      <Step rest={rest} by={1} />
      {typeof query.range === 'object' ? (
        <span class="range-chosen">
          {sayRange(query.range, zone)}{' '}
          <a href={hrefOf({ ...rest, range: back })} onClick={follow}>
            Back to {PRESET_WORDS[back].long}
          </a>
        </span>
      ) : null}
      <button
        type="button"
        class="plain"
        aria-expanded={isTyping}
        onClick={() => setTyping((before) => !before)}
      >
        Dates…
      </button>
      {isTyping ? <DateFields range={query.range} onDone={() => setTyping(false)} /> : null}
    </nav>
  );
};
