/** A part of the page that is loaded when it is first shown, so that the list comes sooner. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadLaterStyle } from './load-later-style.ts';
import { Notice } from './notice.tsx';

interface LazyOptions<P extends object> {
  readonly load: () => Promise<FunctionComponent<P>>;
  /** True: it needs the style of what is shown after the list, too. */
  readonly isLater?: boolean;
  /** Shown meanwhile. */
  readonly meanwhile?: ComponentChildren;
}

export const lazy = <P extends object>(options: LazyOptions<P>): FunctionComponent<P> => {
  const { load, isLater = false, meanwhile = null } = options;
  let loaded: FunctionComponent<P> | undefined;
  return (props) => {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
    useEffect(() => {
      if (loaded !== undefined) return;
      // A browser does not ask twice for a script that did not come. The address holds whatever is shown.
      const again = (): void => location.reload();
      Promise.all([load(), isLater ? loadLaterStyle() : undefined]).then(
        ([component]) => {
          loaded = component;
          setState('loaded');
        },
        () => {
          setState('failed');
          if (!navigator.onLine) addEventListener('online', again, { once: true });
        },
      );
      return () => removeEventListener('online', again);
    }, []);
    if (loaded !== undefined) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    // Without a network the list says so.
    if (state !== 'failed' || !navigator.onLine) return <>{meanwhile}</>;
    return (
      <Notice title="This part of the page could not be loaded" tone="bad">
        <p>Rolecall may have been updated.</p>
        <button type="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </Notice>
    );
  };
};
