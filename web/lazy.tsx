/** A part of the page that is loaded when it is first shown, so that the list comes sooner. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from './notice.tsx';

interface LazyOptions<P extends object> {
  readonly load: () => Promise<FunctionComponent<P>>;
  /** Shown meanwhile. */
  readonly meanwhile?: ComponentChildren;
}

export const lazy = <P extends object>({ load, meanwhile = null }: LazyOptions<P>): FunctionComponent<P> => {
  let loaded: FunctionComponent<P> | undefined;
  return (props) => {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (component) => {
          loaded = component;
          setState('loaded');
        },
        () => setState('failed'),
      );
    }, []);
    if (loaded !== undefined) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    if (state !== 'failed') return <>{meanwhile}</>;
    return (
      <Notice title="This part of the page could not be loaded" tone="bad">
        <p>The network may be gone, or the page is older than what is deployed.</p>
        <button type="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </Notice>
    );
  };
};
