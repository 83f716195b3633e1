/** The review: filters, chart and list, which are one question, and beside the list one access. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { HealthAnswer, MeAnswer, ReviewAction } from '../lib/api/contract.ts';
import type { RowActions } from './access-entry.tsx';
import { Asking } from './asking.tsx';
import { Chart } from './chart.tsx';
import { Facets } from './facets.tsx';
import { QueryContext } from './filter-link.tsx';
import { lazy } from './lazy.tsx';
import { ListPane } from './list-pane.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { memo } from './memo.tsx';
import { closeAccess, openAccess } from './navigation.ts';
import { listKeyOf, type PageQuery } from './query.ts';
import { RangeBar } from './range-bar.tsx';
import type { ReviewAsk } from './reviewing.ts';
import { focusedRow, neighbourOf } from './rows-in-view.ts';
import type { Accesses } from './use-accesses.ts';
import { useChoosing } from './use-choosing.ts';
import { type Counts, useCounts } from './use-counts.ts';
import { useCurrentRow } from './use-current-row.ts';
import { useDays } from './use-days.ts';
import { useListKeys } from './use-list-keys.ts';
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
  /** The list and its chart are: the rest may come. */
  readonly isDrawn: boolean;
}

const AccessDetail = lazy({
  load: async () => (await import('./later.ts')).AccessDetail,
  isLater: true,
  meanwhile: <LoadingRows />,
});
const LeftOutLine = lazy({ load: async () => (await import('./later.ts')).LeftOutLine, isLater: true });
const ReviewBar = lazy({ load: async () => (await import('./later.ts')).ReviewBar, isLater: true });
const DrawnChart = memo(Chart);
const DrawnFacets = memo(Facets);
const DrawnAsking = memo(Asking);

/** A dialog that closes gives the focus back, some frames later. */
const GIVEN_BACK_MS = 60;

/** Whoever is somewhere else by then, at the undo perhaps, stays there. */
const isStillAt = (accessId: string | undefined): boolean =>
  document.activeElement === document.body || focusedRow() === accessId;

const afterDialogs = (act: () => unknown): void => {
  setTimeout(
    () => (document.querySelector('dialog[open]') === null ? act() : afterDialogs(act)),
    GIVEN_BACK_MS,
  );
};

/** The question without the access that is open: the same object until the question changes. */
const useQuestion = (query: PageQuery): PageQuery =>
  useMemo(() => {
    const { access: _access, ...question } = query;
    return question;
  }, [listKeyOf(query)]);

/** One object until it is known who reads, so that rows are not drawn again for it. */
const useRowActions = (
  accesses: Accesses,
  { open, focused, choose }: Pick<RowActions, 'open' | 'focused' | 'choose'>,
): RowActions => {
  const latest = useRef({ open, accesses });
  latest.current = { open, accesses };
  return useMemo<RowActions>(
    () => ({
      open: (accessId) => latest.current.open(accessId),
      focused,
      choose,
      fold: (entryId) => latest.current.accesses.fold(entryId),
      unfold: (entryId) => latest.current.accesses.unfold(entryId),
      fetchRepeats: (lead) => latest.current.accesses.fetchRepeats(lead),
    }),
    [choose],
  );
};

const When = ({ query, counts }: { readonly query: PageQuery; readonly counts: Counts }) => (
  <>
    <RangeBar query={query} />
    {counts.answer === undefined ? (
      <div class="chart chart-place" aria-hidden="true" />
    ) : (
      <DrawnChart query={query} counts={counts.answer} isOld={counts.isOld} />
    )}
  </>
);

export const ListPage = (props: ListPageProps) => {
  const { accesses, health, me, announce, onHelp, isDrawn } = props;
  const { state } = accesses;
  const openId = props.query.access;
  // Until it is known, keys act and nothing is offered.
  const isViewer = me?.role.code === 'viewer';
  const question = useQuestion(props.query);
  const days = useDays(state.shown);
  const ids = useMemo(() => days.entries.map(({ lead }) => lead.accessId), [days.entries]);
  const choosing = useChoosing(ids);
  const current = useCurrentRow(state.shown, openId);
  useEffect(() => {
    choosing.chooseNone();
    current.set(undefined);
  }, [question]);

  const unfolding = useUnfolding(accesses, openId);
  const rememberPlace = usePlace(openId, state.phase === 'ready' && unfolding.isOpenRowThere);
  const open = (accessId: string): void => {
    rememberPlace();
    current.set(accessId);
    openAccess(accessId);
  };
  /** The row under the focus is done: the next key is about the next one. */
  const goOn = ({ accesses: about, action }: ReviewAsk): void => {
    if (about.length !== 1 || action === 'undo' || openId !== undefined) return;
    const done = about[0]?.accessId;
    const next = neighbourOf(done, 1);
    afterDialogs(() => isStillAt(done) && current.goTo(next));
  };
  const reviewing = useReviewing({ accesses, choosing, announce, onSent: goOn });
  const counts = useCounts(
    question,
    true,
    state.phase === 'loading' ? undefined : `${reviewing.written} ${state.arrived.size} ${ids[0] ?? ''}`,
  );
  const actions = useRowActions(accesses, {
    open,
    focused: current.set,
    choose: me === undefined || isViewer ? undefined : choosing.choose,
  });
  const chosenRows = useMemo(
    () => state.shown.filter(({ accessId }) => choosing.chosen.has(accessId)),
    [state.shown, choosing.chosen],
  );
  // Once it is there it stays: what it sent off is not answered yet.
  const hasBar = useRef(false);
  hasBar.current ||= isDrawn || reviewing.bar.ask !== undefined || chosenRows.length > 0;
  const askFor = (action: ReviewAction): unknown => {
    if (chosenRows.length > 0) return reviewing.askFor(action, chosenRows);
    // The open access answers them itself: the list need not hold it.
    if (openId !== undefined) return 'pass';
    const here = current.here();
    return reviewing.askFor(
      action,
      state.shown.filter(({ accessId }) => accessId === here),
    );
  };
  useListKeys({
    current,
    choosing,
    ids,
    openId,
    onAsk: askFor,
    onUndo: reviewing.undoLast,
    onFold: unfolding.toggle,
    onHelp,
    mayReview: !isViewer,
  });

  return (
    <QueryContext.Provider value={question}>
      <main class={`${openId === undefined ? 'list-only' : 'with-detail'}${isViewer ? ' viewer' : ''}`}>
        <div class="list-pane">
          <h1 class="unseen">Who entered production</h1>
          {isDrawn ? <LeftOutLine /> : null}
          <DrawnAsking query={question} counts={counts.answer} shown={state.shown} />
          <div class="list-columns">
            {openId === undefined ? (
              <aside class="facets" aria-label="Narrow the list">
                <DrawnFacets query={question} counts={counts.answer} />
              </aside>
            ) : null}
            <div class="list-column">
              <When query={question} counts={counts} />
              <ListPane
                query={question}
                accesses={accesses}
                counts={counts.answer}
                days={days}
                choosing={choosing}
                openId={openId}
                currentId={current.id ?? ids[0]}
                health={health}
                actions={actions}
                isDrawn={isDrawn}
              />
            </div>
          </div>
        </div>
        {openId === undefined ? null : (
          <div class="detail-pane">
            <AccessDetail
              accessId={openId}
              known={state.shown.find(({ accessId }) => accessId === openId)}
              onClose={closeAccess}
              onAsk={(action, access) => reviewing.askFor(action, [access])}
              renewed={reviewing.written}
              announce={announce}
            />
          </div>
        )}
      </main>
      {hasBar.current ? (
        <ReviewBar
          {...reviewing.bar}
          chosen={chosenRows}
          onAsk={askFor}
          onClear={choosing.chooseNone}
          announce={announce}
        />
      ) : null}
    </QueryContext.Provider>
  );
};
