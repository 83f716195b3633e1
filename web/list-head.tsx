/** Above the rows: what they have in common, choosing them all, and older ones that still wait. */
import type { CountsAnswer } from '../lib/api/contract.ts';
import { lazy } from './lazy.tsx';
import { follow } from './navigation.ts';
import { hrefOf, type PageQuery } from './query.ts';
import { sayCount } from './say-query.ts';
import type { Shared } from './share-facts.ts';
import { SharedLine } from './shared-line.tsx';
import { type Choosing, MOST_CHOSEN } from './use-choosing.ts';

interface ListHeadProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
  readonly shared: Shared;
  readonly rowCount: number;
  readonly choosing: Choosing;
  /** False for readers who may only read. */
  readonly mayChoose: boolean;
  /** The list and its chart are: the rest may come. */
  readonly isDrawn: boolean;
}

const ColumnChooser = lazy({
  load: async () => (await import('./later.ts')).ColumnChooser,
  isLater: true,
});

const Older = ({ query, counts }: Pick<ListHeadProps, 'query' | 'counts'>) => {
  const { access: _access, ...rest } = query;
  const older = counts?.olderOpen;
  if (older === undefined || older.count === 0 || query.tab !== 'open' || query.range === '1y') return null;
  return (
    <a class="older" href={hrefOf({ ...rest, filters: {}, range: '1y' })} onClick={follow}>
      {sayCount(older)} older {older.count === 1 ? 'one still needs' : 'ones still need'} a look
    </a>
  );
};

export const ListHead = ({
  query,
  counts,
  shared,
  rowCount,
  choosing,
  mayChoose,
  isDrawn,
}: ListHeadProps) => {
  const most = Math.min(rowCount, MOST_CHOSEN);
  const isAll = most > 0 && choosing.chosen.size >= most;
  return (
    <div class="list-head" id="accesses" tabIndex={-1}>
      {rowCount === 0 || !mayChoose ? null : (
        <label class="choose-all">
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box !== null) box.indeterminate = choosing.chosen.size > 0 && !isAll;
            }}
            onClick={() => (isAll ? choosing.chooseNone() : choosing.chooseAll())}
          />
          <span>{rowCount > MOST_CHOSEN ? `The first ${MOST_CHOSEN}` : 'All shown'}</span>
        </label>
      )}
      <SharedLine shared={shared} />
      <div class="head-end">
        <Older query={query} counts={counts} />
        {isDrawn && rowCount > 0 ? <ColumnChooser /> : null}
      </div>
    </div>
  );
};
