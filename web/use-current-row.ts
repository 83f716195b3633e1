/** Which row the keys are about, and how to get to another. */
import { useState } from 'preact/hooks';
import type { AccessSummary } from '../lib/api/contract.ts';
import { openAccess } from './navigation.ts';
import { focusedRow, focusRow, neighbourOf } from './rows-in-view.ts';

export interface CurrentRow {
  /** The row that Tab leads to. */
  readonly id: string | undefined;
  readonly set: (accessId: string | undefined) => void;
  /** The open one, the one with the focus, else where the focus was last. */
  readonly here: () => string | undefined;
  /** Focuses it, or opens it where another one is open. */
  readonly goTo: (accessId: string | undefined) => void;
  readonly step: (by: 1 | -1) => void;
}

export const useCurrentRow = (shown: readonly AccessSummary[], openId: string | undefined): CurrentRow => {
  const [id, setId] = useState<string>();
  const known = shown.some(({ accessId }) => accessId === id) ? id : undefined;
  const here = (): string | undefined => openId ?? focusedRow() ?? known;
  const goTo = (accessId: string | undefined): void => {
    if (accessId === undefined) return;
    setId(accessId);
    if (openId === undefined) focusRow(accessId);
    else openAccess(accessId);
  };
  return { id: known, set: setId, here, goTo, step: (by) => goTo(neighbourOf(here(), by)) };
};
