/** One entry of the list: the access that rang, and folded under it what was counted with it. */
import { AccessRow, needsAttention } from './access-row.tsx';
import type { Entry } from './fold-repeats.ts';
import { RepeatList } from './repeat-list.tsx';
import { RepeatsLine } from './repeats-line.tsx';

interface AccessEntryProps {
  readonly entry: Entry;
  /** How many of its repeats are shown; 0 while it is folded. */
  readonly unfolded: number;
  readonly arrived: ReadonlySet<string>;
  readonly openId: string | undefined;
  readonly onOpen: (accessId: string) => void;
  readonly onFold: (entryId: string) => void;
  readonly onUnfold: (entryId: string) => void;
}

export const AccessEntry = (props: AccessEntryProps) => {
  const { entry, unfolded, arrived, openId, onOpen, onFold, onUnfold } = props;
  const { id, lead, repeats } = entry;
  const isNew = arrived.has(lead.accessId) || repeats.some(({ accessId }) => arrived.has(accessId));
  const classes = ['row', needsAttention(lead) ? 'attention' : '', isNew ? 'new' : ''].join(' ');
  return (
    <li class={classes}>
      <AccessRow access={lead} isOpen={lead.accessId === openId} onOpen={onOpen} />
      <RepeatsLine
        entry={entry}
        isUnfolded={unfolded > 0}
        onToggle={() => (unfolded > 0 ? onFold(id) : onUnfold(id))}
      />
      {unfolded === 0 ? null : (
        <RepeatList
          entry={entry}
          count={unfolded}
          openId={openId}
          onOpen={onOpen}
          onMore={() => onUnfold(id)}
        />
      )}
    </li>
  );
};
