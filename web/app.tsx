/** The page: its header, one of its views, and what cannot be seen. */
import { useEffect, useState } from 'preact/hooks';
import { useFirstPaint } from './first-paint.ts';
import { lazy } from './lazy.tsx';
import { ListPage } from './list-page.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { useQuery } from './navigation.ts';
import { PageHeader } from './page-header.tsx';
import { TimesContext } from './times-context.ts';
import { Toast, useAnnouncing } from './toast.tsx';
import { useAccesses } from './use-accesses.ts';
import { useHealth } from './use-health.ts';
import { useKeys } from './use-keys.ts';
import { useMe } from './use-me.ts';
import { useNow } from './use-now.ts';
import { useZone } from './use-zone.ts';

const OtherView = lazy({
  load: async () => (await import('./later.ts')).OtherView,
  isLater: true,
  meanwhile: (
    <main>
      <LoadingRows />
    </main>
  ),
});

const HelpDialog = lazy({ load: async () => (await import('./later.ts')).HelpDialog, isLater: true });
const PageFooter = lazy({ load: async () => (await import('./later.ts')).PageFooter, isLater: true });

const titleOf = (heldCount: number, sentence: string | undefined): string =>
  `${heldCount > 0 ? `(${heldCount}) ` : ''}${sentence === undefined ? '' : `${sentence} `}Rolecall`;

export const App = () => {
  const [zone, setZone] = useZone();
  const now = useNow();
  const query = useQuery();
  const { view } = query;
  const isList = view === 'list';
  const accesses = useAccesses(query, isList);
  const isDrawn = useFirstPaint(accesses.state.phase !== 'loading');
  const me = useMe();
  const health = useHealth(me?.seesEverything === true);
  const { said, announce } = useAnnouncing();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = (): void => setHelpOpen(true);
  useKeys(isList ? {} : { '?': openHelp });
  const { shown, held } = accesses.state;
  const known = isList ? shown.find((access) => access.accessId === query.access) : undefined;
  useEffect(() => {
    // The other views name themselves.
    if (isList) document.title = titleOf(held.length, known?.sentence);
  }, [isList, held.length, known?.sentence]);
  return (
    <TimesContext.Provider value={{ zone, now }}>
      <a class="skip" href="#accesses">
        Skip to the list
      </a>
      <PageHeader
        query={query}
        state={accesses.state}
        me={me}
        zone={zone}
        onZone={setZone}
        onHelp={openHelp}
        announce={announce}
      />
      {view === 'list' ? (
        <ListPage
          query={query}
          accesses={accesses}
          health={health}
          me={me}
          announce={announce}
          onHelp={openHelp}
          isDrawn={isDrawn}
        />
      ) : (
        <OtherView view={view} me={me} announce={announce} />
      )}
      {isList && isDrawn ? <PageFooter health={health} isForAll={me?.seesEverything !== false} /> : null}
      <Toast said={said} />
      {isHelpOpen ? <HelpDialog isOpen me={me} onClose={() => setHelpOpen(false)} /> : null}
    </TimesContext.Provider>
  );
};
