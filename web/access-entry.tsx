/** One entry of the list: the access that rang, and folded under it what was counted with it. */
import type { AccessSummary } from '../lib/api/contract.ts';
import { AccessRow, isClosed, needsAttention } from './access-row.tsx';
import { TabContext } from './filter-link.tsx';
import type { Entry } from './fold-repeats.ts';
import { lazy } from './lazy.tsx';
import { memo } from './memo.tsx';
import { RepeatsLine } from './repeats-line.tsx';
import { RowLink } from './row-link.tsx';
import type { Shared } from './share-facts.ts';

/** What a row can ask for; the same object as long as the list lives. */
export interface RowActions {
  readonly open: (accessId: string) => void;
  /** The focus came into its row. */
  readonly focused: (accessId: string) => void;
  /** Absent for readers who may only read. `isRange`: with everything between it and the row that was ticked last. */
  readonly choose: ((accessId: string, isRange: boolean) => void) | undefined;
  readonly fold: (entryId: string) => void;
  readonly unfold: (entryId: string) => void;
  readonly fetchRepeats: (lead: AccessSummary) => void;
}

interface AccessEntryProps {
  readonly entry: Entry;
  readonly shared: Shared;
  /** How many of its repeats are shown; 0 while it is folded. */
  readonly unfolded: number;
  readonly isNew: boolean;
  readonly isChosen: boolean;
  readonly hasLeft: boolean;
  /** Which of its accesses is open, and which one Tab leads to. */
  readonly openId: string | undefined;
  readonly currentId: string | undefined;
  readonly actions: RowActions;
}

const RepeatList = lazy({ load: async () => (await import('./later.ts')).RepeatList, isLater: true });

const classesOf = ({ entry: { lead }, isNew, isChosen, hasLeft, openId }: AccessEntryProps): string =>
  [
    'row',
    needsAttention(lead) ? 'attention' : '',
    isClosed(lead) || hasLeft ? 'closed' : '',
    isNew ? 'new' : '',
    isChosen ? 'chosen' : '',
    lead.accessId === openId ? 'open' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');

const Tick = ({ entry: { lead }, isChosen, currentId, actions: { choose } }: AccessEntryProps) =>
  choose === undefined ? null : (
    <label class="tick-place">
      <input
        type="checkbox"
        checked={isChosen}
        tabIndex={lead.accessId === currentId ? 0 : -1}
        aria-label={`Choose: ${lead.sentence}`}
        onClick={(event) => choose(lead.accessId, event.shiftKey)}
      />
    </label>
  );

const Drawn = (props: AccessEntryProps) => {
  const { entry, shared, unfolded, hasLeft, openId, currentId, actions } = props;
  const { id, lead, repeats } = entry;
  const isCurrent = lead.accessId === currentId;
  const canFetch = repeats.length === 0 && (lead.repeats?.count ?? 0) > 0;
  const toggle = (): void => {
    if (unfolded > 0) actions.fold(id);
    else if (canFetch) actions.fetchRepeats(lead);
    else actions.unfold(id);
  };
  return (
    <TabContext.Provider value={isCurrent ? 0 : -1}>
      <li class={classesOf(props)} onFocusCapture={() => actions.focused(lead.accessId)}>
        <div class="row-body">
          <RowLink
            access={lead}
            isOpen={lead.accessId === openId}
            isCurrent={isCurrent}
            onOpen={actions.open}
            kind="row-link"
          >
            <span class="unseen">{lead.sentence}</span>
          </RowLink>
          <Tick {...props} />
          <AccessRow access={lead} shared={shared} hasLeft={hasLeft} />
        </div>
        <RepeatsLine
          entry={entry}
          isUnfolded={unfolded > 0}
          canUnfold={canFetch || repeats.length > 0}
          onToggle={toggle}
        />
        {unfolded === 0 ? null : (
          <RepeatList
            entry={entry}
            count={unfolded}
            openId={openId}
            onOpen={actions.open}
            onMore={() => actions.unfold(id)}
          />
        )}
      </li>
    </TabContext.Provider>
  );
};

export const AccessEntry = memo(Drawn);
