/** The page: the list, beside or behind it one access, and what cannot be seen. */
import { useEffect, useState } from 'preact/hooks';
import { AccessDetail } from './access-detail.tsx';
import { AccessList } from './access-list.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { PageFooter } from './page-footer.tsx';
import { PageHeader } from './page-header.tsx';
import { focusedRow, focusRow, neighbourOf } from './rows-in-view.ts';
import { TimesContext } from './times-context.ts';
import { useAccesses } from './use-accesses.ts';
import { useHealth } from './use-health.ts';
import { useKeys } from './use-keys.ts';
import { useNow } from './use-now.ts';
import { useOpenAccess } from './use-open-access.ts';
import { usePlace } from './use-place.ts';
import { useUnfolding } from './use-unfolding.ts';
import { useZone } from './use-zone.ts';

const titleOf = (heldCount: number, sentence: string | undefined): string =>
  `${heldCount > 0 ? `(${heldCount}) ` : ''}${sentence === undefined ? '' : `${sentence} `}Rolecall`;

export const App = () => {
  const [zone, setZone] = useZone();
  const now = useNow();
  const accesses = useAccesses();
  const health = useHealth();
  const { openId, open, close } = useOpenAccess();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const unfolding = useUnfolding(accesses, openId);
  const isRowThere = accesses.state.phase === 'ready' && unfolding.isOpenRowThere;
  const rememberPlace = usePlace(openId, isRowThere);
  const openAccess = (accessId: string): void => {
    rememberPlace();
    open(accessId);
  };
  const step = (by: 1 | -1) => () => {
    const next = neighbourOf(openId ?? focusedRow(), by);
    if (next === undefined) return;
    if (openId === undefined) focusRow(next);
    else open(next);
  };
  useKeys({
    j: step(1),
    k: step(-1),
    r: unfolding.toggle,
    Escape: () => openId !== undefined && close(),
    '?': () => setHelpOpen(true),
  });
  const { shown, held } = accesses.state;
  const known = shown.find((access) => access.accessId === openId);
  useEffect(() => {
    document.title = titleOf(held.length, known?.sentence);
  }, [held.length, known?.sentence]);
  return (
    <TimesContext.Provider value={{ zone, now }}>
      <a class="skip" href="#accesses">
        Skip to the list
      </a>
      <PageHeader state={accesses.state} zone={zone} onZone={setZone} onHelp={() => setHelpOpen(true)} />
      <main class={openId === undefined ? 'list-only' : 'with-detail'}>
        <div class="list-pane">
          <AccessList accesses={accesses} openId={openId} health={health} onOpen={openAccess} />
        </div>
        {openId === undefined ? null : (
          <div class="detail-pane">
            <AccessDetail accessId={openId} known={known} onClose={close} />
          </div>
        )}
      </main>
      <PageFooter health={health} />
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </TimesContext.Provider>
  );
};
