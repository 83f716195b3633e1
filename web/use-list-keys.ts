/** The keys of the list. */
import type { ReviewAction } from '../lib/api/contract.ts';
import { closeAccess } from './navigation.ts';
import { focusedRow } from './rows-in-view.ts';
import { SEARCH_ID } from './search-box.tsx';
import type { Choosing } from './use-choosing.ts';
import type { CurrentRow } from './use-current-row.ts';
import { useKeys } from './use-keys.ts';

interface ListKeysProps {
  readonly current: CurrentRow;
  readonly choosing: Choosing;
  /** Ids of the rows, in their order. */
  readonly ids: readonly string[];
  readonly openId: string | undefined;
  /** Answers `pass` where it is not for the list to answer. */
  readonly onAsk: (action: ReviewAction) => unknown;
  readonly onUndo: () => void;
  readonly onFold: () => void;
  readonly onHelp: () => void;
  /** False: the keys of the review are the browser's. */
  readonly mayReview: boolean;
}

export const useListKeys = (props: ListKeysProps): void => {
  const { current, choosing, ids, openId, onAsk, onUndo, onFold, onHelp, mayReview } = props;
  /** Arrows scroll the page until a row has the focus. */
  const arrow = (by: 1 | -1) => (): unknown => (focusedRow() === undefined ? 'pass' : current.step(by));
  const choose = (): void => {
    const here = current.here();
    if (here !== undefined && ids.includes(here)) choosing.choose(here, false);
  };
  useKeys({
    j: () => current.step(1),
    k: () => current.step(-1),
    ArrowDown: arrow(1),
    ArrowUp: arrow(-1),
    ...(mayReview && {
      x: choose,
      a: () => onAsk('acknowledge'),
      e: () => onAsk('explain'),
      s: () => onAsk('escalate'),
      n: () => onAsk('note'),
      i: () => onAsk('assign'),
      o: () => onAsk('reopen'),
      u: onUndo,
    }),
    r: onFold,
    '/': () => document.getElementById(SEARCH_ID)?.focus(),
    Escape: () => (openId === undefined ? choosing.chooseNone() : closeAccess()),
    '?': onHelp,
  });
};
