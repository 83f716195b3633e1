/** The list: what is wrong with the bell, what came, days with rows, and what stands in their place when there are none. */
import type { CountsAnswer, HealthAnswer } from '../lib/api/contract.ts';
import type { RowActions } from './access-entry.tsx';
import { AlarmPlace } from './alarm-place.tsx';
import { DayGroup } from './day-group.tsx';
import { lazy } from './lazy.tsx';
import { ListEnd } from './list-end.tsx';
import { ListHead } from './list-head.tsx';
import { ListTrouble } from './list-trouble.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { NewsBar } from './news-bar.tsx';
import type { PageQuery } from './query.ts';
import type { Accesses } from './use-accesses.ts';
import type { Choosing } from './use-choosing.ts';
import type { Days } from './use-days.ts';

interface ListPaneProps {
  readonly query: PageQuery;
  readonly accesses: Accesses;
  readonly counts: CountsAnswer | undefined;
  readonly days: Days;
  readonly choosing: Choosing;
  readonly openId: string | undefined;
  readonly currentId: string | undefined;
  readonly health: HealthAnswer | undefined;
  readonly actions: RowActions;
  /** The list and its chart are: the rest may come. */
  readonly isDrawn: boolean;
}

const EmptyList = lazy({ load: async () => (await import('./later.ts')).EmptyList, isLater: true });

export const ListPane = (props: ListPaneProps) => {
  const { query, accesses, counts, days, choosing, openId, currentId, health, actions, isDrawn } = props;
  const { state } = accesses;
  const showHeld = (): void => {
    scrollTo({ top: 0 });
    accesses.showHeld();
  };
  return (
    <>
      <AlarmPlace health={health} />
      <NewsBar state={state} onShow={showHeld} />
      {state.problem === undefined ? null : (
        <ListTrouble problem={state.problem} asOf={state.asOf} onRetry={accesses.askNow} />
      )}
      {state.phase === 'loading' ? <LoadingRows /> : null}
      <ListHead
        query={query}
        counts={counts}
        shared={days.shared}
        rowCount={days.entries.length}
        choosing={choosing}
        mayChoose={actions.choose !== undefined}
        isDrawn={isDrawn}
      />
      {state.phase === 'ready' && state.shown.length === 0 && state.nextCursor === undefined ? (
        <EmptyList query={query} counts={counts} lastRecordAt={health?.lastRecordAt} />
      ) : null}
      {days.days.map((day) => (
        <DayGroup
          key={day.key}
          day={day}
          sharedByDay={day.sharedByDay}
          shared={day.shared}
          state={state}
          chosen={choosing.chosen}
          openId={openId}
          currentId={currentId}
          actions={actions}
        />
      ))}
      <ListEnd query={query} state={state} loadMore={accesses.loadMore} />
    </>
  );
};
