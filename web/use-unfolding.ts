/** Which entries of the list are unfolded: as the reader chose, and where a repeat is read. */
import { useEffect } from 'preact/hooks';
import { findEntry } from './fold-repeats.ts';
import { focusedRow, focusRow } from './rows-in-view.ts';
import type { Accesses } from './use-accesses.ts';

export interface Unfolding {
  /** False while the row of the open access is still folded away. */
  readonly isOpenRowThere: boolean;
  /** Unfolds or folds the entry that is open or has the focus. */
  readonly toggle: () => void;
}

export const useUnfolding = ({ state, fold, unfold }: Accesses, openId: string | undefined): Unfolding => {
  const open = findEntry(state.shown, openId);
  const isRepeat = open !== undefined && open.lead.accessId !== openId;
  useEffect(() => {
    // A repeat that is read must have its row: for the keys, and for the way back.
    if (isRepeat && openId !== undefined) unfold(open.id, openId);
  }, [openId, isRepeat]);

  const toggle = (): void => {
    const entry = findEntry(state.shown, openId ?? focusedRow());
    if (entry === undefined || entry.repeats.length === 0) return;
    if (!state.unfolded.has(entry.id)) return unfold(entry.id);
    fold(entry.id);
    if (openId === undefined) focusRow(entry.lead.accessId);
  };
  return { isOpenRowThere: !isRepeat || state.unfolded.has(open.id), toggle };
};
