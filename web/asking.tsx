/** What is asked: search, tabs, filters; the facets in a drawer where there is no room beside the list. */
import { useState } from 'preact/hooks';
import type { AccessSummary, CountsAnswer } from '../lib/api/contract.ts';
import { FilterChips } from './filter-chips.tsx';
import { lazy } from './lazy.tsx';
import { countFilters, type PageQuery } from './query.ts';
import { SearchBox } from './search-box.tsx';
import { StateTabs } from './state-tabs.tsx';

interface AskingProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
  readonly shown: readonly AccessSummary[];
}

const FacetsDrawer = lazy({
  load: async () => (await import('./later.ts')).FacetsDrawer,
  isLater: true,
});

export const Asking = ({ query, counts, shown }: AskingProps) => {
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const count = countFilters(query);
  return (
    <>
      <div class="asking">
        <SearchBox query={query} />
        <button type="button" class="facets-button" onClick={() => setDrawerOpen(true)}>
          Filters{count === 0 ? '' : ` · ${count}`}
        </button>
      </div>
      <StateTabs query={query} counts={counts} />
      <FilterChips query={query} counts={counts} shown={shown} />
      {isDrawerOpen ? (
        <FacetsDrawer onClose={() => setDrawerOpen(false)} query={query} counts={counts} />
      ) : null}
    </>
  );
};
