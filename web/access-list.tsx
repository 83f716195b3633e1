/** The list: days, rows, and what stands in their place when there are none. */
import type { HealthAnswer } from '../lib/api/contract.ts';
import type { AccessesState } from './accesses-state.ts';
import { AccessEntry } from './access-entry.tsx';
import { DayGroup } from './day-group.tsx';
import { BellStrip } from './bell-strip.tsx';
import { DownStrip } from './down-strip.tsx';
import { EmptyList } from './empty-list.tsx';
import { foldRepeats } from './fold-repeats.ts';
import { formatShortDay } from './format-time.ts';
import { groupByDay } from './group-by-day.ts';
import { ListTrouble } from './list-trouble.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { NewsBar } from './news-bar.tsx';
import { useTimes } from './times-context.ts';
import type { Accesses } from './use-accesses.ts';

interface AccessListProps {
  readonly accesses: Accesses;
  readonly openId: string | undefined;
  readonly health: HealthAnswer | undefined;
  readonly onOpen: (accessId: string) => void;
}

const sayWindow = (from: string | undefined, zone: 'local' | 'utc'): string =>
  from === undefined ? 'Last 7 days' : `Last 7 days, since ${formatShortDay(from, zone)}`;

const More = ({ state, loadMore }: { readonly state: AccessesState; readonly loadMore: () => void }) => {
  if (state.shown.length === 0) return null;
  if (state.nextCursor === undefined) return <p class="end">These are all accesses of the last 7 days.</p>;
  return (
    <p class="end">
      {state.shown.length} shown, there are more.{' '}
      <button type="button" onClick={loadMore} disabled={state.loadingMore}>
        {state.loadingMore ? 'Loading…' : 'Load more'}
      </button>
    </p>
  );
};

export const AccessList = ({ accesses, openId, health, onOpen }: AccessListProps) => {
  const { zone, now } = useTimes();
  const { state } = accesses;
  const showHeld = (): void => {
    scrollTo({ top: 0 });
    accesses.showHeld();
  };
  return (
    <>
      <header class="list-head">
        <h1 id="accesses" tabIndex={-1}>
          Who entered production
        </h1>
        <p class="sub">{sayWindow(state.from, zone)}, newest first</p>
      </header>
      <BellStrip bell={health?.bell} />
      <DownStrip down={health?.destinationsDown ?? []} />
      <NewsBar state={state} onShow={showHeld} />
      {state.problem === undefined ? null : (
        <ListTrouble problem={state.problem} asOf={state.asOf} onRetry={accesses.askNow} />
      )}
      {state.phase === 'loading' ? <LoadingRows /> : null}
      {state.phase === 'ready' && state.shown.length === 0 ? (
        <EmptyList lastRecordAt={health?.lastRecordAt} />
      ) : null}
      {groupByDay(foldRepeats(state.shown), zone, now).map((day) => (
        <DayGroup key={day.key} day={day.words} count={day.count}>
          {day.entries.map((entry) => (
            <AccessEntry
              key={entry.id}
              entry={entry}
              unfolded={state.unfolded.get(entry.id) ?? 0}
              arrived={state.arrived}
              openId={openId}
              onOpen={onOpen}
              onFold={accesses.fold}
              onUnfold={accesses.unfold}
            />
          ))}
        </DayGroup>
      ))}
      <More state={state} loadMore={accesses.loadMore} />
    </>
  );
};
