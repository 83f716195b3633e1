/** Below the list: whether that was all, how far was looked, and the way on. */
import type { AccessesState } from './accesses-state.ts';
import { Moment } from './moment.tsx';
import type { PageQuery } from './query.ts';
import { sayRange } from './say-query.ts';
import { useTimes } from './times-context.ts';

interface ListEndProps {
  readonly query: PageQuery;
  readonly state: AccessesState;
  readonly loadMore: () => void;
}

export const ListEnd = ({ query, state, loadMore }: ListEndProps) => {
  const { zone } = useTimes();
  const { phase, shown, nextCursor, lookedBackTo, loadingMore } = state;
  if (phase !== 'ready') return null;
  if (nextCursor === undefined) {
    return shown.length === 0 ? null : <p class="end">That is all of {sayRange(query.range, zone)}.</p>;
  }
  return (
    <p class="end">
      <span>
        {shown.length === 0
          ? 'Nothing found yet.'
          : `${shown.length.toLocaleString('en-GB')} shown, there are more.`}{' '}
        {lookedBackTo === undefined ? null : (
          <>
            Looked back to <Moment iso={lookedBackTo} as="near" />.
          </>
        )}
      </span>{' '}
      <button type="button" onClick={loadMore} aria-disabled={loadingMore}>
        {loadingMore ? 'Looking…' : shown.length === 0 ? 'Go on looking' : 'Show older ones'}
      </button>
    </p>
  );
};
