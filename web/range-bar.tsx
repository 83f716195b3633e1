/** The time range: some that end now, and the one that was chosen in the chart, with the way back. */
import { follow } from './navigation.ts';
import { DEFAULT_QUERY, hrefOf, type PageQuery, PRESETS } from './query.ts';
import { PRESET_WORDS, sayRange } from './say-query.ts';
import { useTimes } from './times-context.ts';

export const RangeBar = ({ query }: { readonly query: PageQuery }) => {
  const { zone } = useTimes();
  const { access: _access, ...rest } = query;
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
      {typeof query.range === 'object' ? (
        <span class="range-chosen">
          {sayRange(query.range, zone)}{' '}
          <a href={hrefOf({ ...rest, range: DEFAULT_QUERY.range })} onClick={follow}>
            Reset the range
          </a>
        </span>
      ) : null}
    </nav>
  );
};
