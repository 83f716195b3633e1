/** The review: filters, chart and list, which are one question, and beside the list one access. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HealthAnswer, MeAnswer, ReviewAction } from '../lib/api/contract.ts';
import type { RowActions } from './access-entry.tsx';
import { Chart } from './chart.tsx';
import { Facets } from './facets.tsx';
import { FacetsDrawer } from './facets-drawer.tsx';
import { FilterChips } from './filter-chips.tsx';
import { QueryContext } from './filter-link.tsx';
import { lazy } from './lazy.tsx';
import { ListPane } from './list-pane.tsx';
import { loadLater } from './load-later.ts';
import { LoadingRows } from './loading-rows.tsx';
import { memo } from './memo.tsx';
import { closeAccess, openAccess } from './navigation.ts';
import { countFilters, listKeyOf, type PageQuery } from './query.ts';
import { RangeBar } from './range-bar.tsx';
import { focusedRow, focusRow, neighbourOf } from './rows-in-view.ts';
import { SEARCH_ID, SearchBox } from './search-box.tsx';
import { StateTabs } from './state-tabs.tsx';
import type { Accesses } from './use-accesses.ts';
import { useChoosing } from './use-choosing.ts';
import { useCounts } from './use-counts.ts';
import { useDays } from './use-days.ts';
import { useKeys } from './use-keys.ts';
import { usePlace } from './use-place.ts';
import { useReviewing } from './use-reviewing.ts';
import { useUnfolding } from './use-unfolding.ts';

interface ListPageProps {
  readonly query: PageQuery;
  readonly accesses: Accesses;
  readonly health: HealthAnswer | undefined;
  readonly me: MeAnswer | undefined;
  readonly announce: (words: string) => void;
  readonly onHelp: () => void;
}

const AccessDetail = lazy({
  load: async () => (await loadLater()).AccessDetail,
  meanwhile: <LoadingRows />,
});
const ReviewBar = lazy({ load: async () => (await loadLater()).ReviewBar });
const DrawnChart = memo(Chart);
const DrawnFacets = memo(Facets);

/** The question without the access that is open: the same object until the question changes. */
const useQuestion = (query: PageQuery): PageQuery =>
  useMemo(() => {
    const { access: _access, ...question } = query;
    return question;
  }, [listKeyOf(query)]);

export const ListPage = (props: ListPageProps) => {
  const { accesses, health, me, announce, onHelp } = props;
  const { state } = accesses;
  const openId = props.query.access;
  const question = useQuestion(props.query);
  const days = useDays(state.shown);
  const ids = useMemo(() => days.entries.map(({ lead }) => lead.accessId), [days.entries]);
  const choosing = useChoosing(ids);
  const [currentId, setCurrentId] = useState<string>();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  useEffect(() => {
    choosing.chooseNone();
    setCurrentId(undefined);
  }, [question]);

  const unfolding = useUnfolding(accesses, openId);
  const rememberPlace = usePlace(openId, state.phase === 'ready' && unfolding.isOpenRowThere);
  const open = (accessId: string): void => {
    rememberPlace();
    setCurrentId(accessId);
    openAccess(accessId);
  };
  const goTo = (accessId: string | undefined): void => {
    if (accessId === undefined) return;
    setCurrentId(accessId);
    if (openId === undefined) focusRow(accessId);
    else openAccess(accessId);
  };
  const isThere = (accessId: string | undefined): boolean =>
    state.shown.some((access) => access.accessId === accessId);
  /** The row that keys are about: the open one, the one with the focus, else where the focus was last. */
  const here = (): string | undefined =>
    openId ?? focusedRow() ?? (isThere(currentId) ? currentId : undefined);

  const reviewing = useReviewing({
    accesses,
    choosing,
    mayReview: me?.role.code !== 'viewer',
    announce,
    onSent: ({ accesses: about, action }) => {
      if (about.length !== 1 || action === 'undo') return;
      // The row under the focus is done: the next key is about the next one. A dialog gives the focus back first.
      const next = openId === undefined ? neighbourOf(about[0]?.accessId, 1) : undefined;
      if (next !== undefined) setTimeout(() => goTo(next));
    },
  });
  const counts = useCounts(question, true, `${reviewing.written} ${state.arrived.size} ${ids[0] ?? ''}`);

  const chosenRows = useMemo(
    () => state.shown.filter(({ accessId }) => choosing.chosen.has(accessId)),
    [state.shown, choosing.chosen],
  );
  const latest = useRef({ open, accesses });
  latest.current = { open, accesses };
  const actions = useMemo<RowActions>(
    () => ({
      open: (accessId) => latest.current.open(accessId),
      choose: choosing.choose,
      fold: (entryId) => latest.current.accesses.fold(entryId),
      unfold: (entryId) => latest.current.accesses.unfold(entryId),
      fetchRepeats: (lead) => latest.current.accesses.fetchRepeats(lead),
    }),
    [],
  );

  const askFor = (action: ReviewAction): void => {
    const one = here();
    reviewing.askFor(
      action,
      chosenRows.length > 0 ? chosenRows : state.shown.filter(({ accessId }) => accessId === one),
    );
  };
  const step = (by: 1 | -1) => () => goTo(neighbourOf(here(), by));
  const stepInList = (by: 1 | -1) => (focusedRow() === undefined ? undefined : step(by));
  useKeys({
    j: step(1),
    k: step(-1),
    ArrowDown: () => stepInList(1)?.() ?? 'pass',
    ArrowUp: () => stepInList(-1)?.() ?? 'pass',
    x: () => {
      const one = here();
      if (one !== undefined && ids.includes(one)) choosing.choose(one, false);
    },
    a: () => askFor('acknowledge'),
    e: () => askFor('explain'),
    s: () => askFor('escalate'),
    n: () => askFor('note'),
    o: () => askFor('reopen'),
    u: reviewing.undoLast,
    r: unfolding.toggle,
    '/': () => document.getElementById(SEARCH_ID)?.focus(),
    Escape: () => (openId === undefined ? choosing.chooseNone() : closeAccess()),
    '?': onHelp,
  });

  const known = state.shown.find((access) => access.accessId === openId);
  const filterCount = countFilters(question);
  return (
    <QueryContext.Provider value={question}>
      <main class={openId === undefined ? 'list-only' : 'with-detail'}>
        <div class="list-pane">
          <h1 class="unseen" id="accesses" tabIndex={-1}>
            Who entered production
          </h1>
          <div class="asking">
            <SearchBox query={question} />
            <button type="button" class="facets-button" onClick={() => setDrawerOpen(true)}>
              Filters{filterCount === 0 ? '' : ` · ${filterCount}`}
            </button>
          </div>
          <StateTabs query={question} counts={counts.answer} />
          <FilterChips query={question} counts={counts.answer} shown={state.shown} />
          <div class="list-columns">
            {openId === undefined ? (
              <aside class="facets" aria-label="Narrow the list">
                <DrawnFacets query={question} counts={counts.answer} />
              </aside>
            ) : null}
            <div class="list-column">
              <div class="when-head">
                <RangeBar query={question} />
              </div>
              {counts.answer === undefined ? (
                <div class="chart chart-place" aria-hidden="true" />
              ) : (
                <DrawnChart query={question} counts={counts.answer} isOld={counts.isOld} />
              )}
              <ListPane
                query={question}
                accesses={accesses}
                counts={counts.answer}
                days={days}
                choosing={choosing}
                openId={openId}
                currentId={isThere(currentId) ? currentId : ids[0]}
                health={health}
                actions={actions}
              />
            </div>
          </div>
        </div>
        {openId === undefined ? null : (
          <div class="detail-pane">
            <AccessDetail
              accessId={openId}
              known={known}
              onClose={closeAccess}
              onAsk={(action, access) => reviewing.askFor(action, [access])}
              renewed={reviewing.written}
              announce={announce}
            />
          </div>
        )}
      </main>
      {state.phase === 'loading' ? null : (
        <ReviewBar
          {...reviewing.bar}
          chosen={chosenRows}
          mayReview={me?.role.code !== 'viewer'}
          onAsk={askFor}
          onClear={choosing.chooseNone}
          announce={announce}
        />
      )}
      <FacetsDrawer
        isOpen={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        query={question}
        counts={counts.answer}
      />
    </QueryContext.Provider>
  );
};
