/** The facets where there is no room beside the list: a drawer. Esc and focus are the dialog element's own. */
import { useEffect, useRef } from 'preact/hooks';
import type { CountsAnswer } from '../lib/api/contract.ts';
import { Facets } from './facets.tsx';
import type { PageQuery } from './query.ts';
import { sayCount } from './say-query.ts';

interface FacetsDrawerProps {
  readonly onClose: () => void;
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
}

export const FacetsDrawer = ({ onClose, query, counts }: FacetsDrawerProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog class="drawer" ref={dialog} aria-labelledby="drawer-title" onClose={onClose}>
      <h2 id="drawer-title">Filters</h2>
      <Facets query={query} counts={counts} />
      <p class="drawer-foot">
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          Show {counts === undefined ? 'them' : sayCount(counts.total)}
        </button>
      </p>
    </dialog>
  );
};
