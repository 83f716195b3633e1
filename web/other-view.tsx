/** The views beside the list, each loaded when it is first shown. */
import type { FunctionComponent } from 'preact';
import type { MeAnswer } from '../lib/api/contract.ts';
import { lazy } from './lazy.tsx';
import { LoadingRows } from './loading-rows.tsx';
import type { View as ViewName } from './query.ts';

interface OtherViewProps {
  readonly view: Exclude<ViewName, 'list'>;
  readonly me: MeAnswer | undefined;
  readonly announce: (words: string) => void;
}

const meanwhile = <LoadingRows />;

const Overview = lazy({
  load: async () => (await import('./overview/overview-view.tsx')).OverviewView,
  meanwhile,
});
const Reads = lazy({ load: async () => (await import('./overview/reads-view.tsx')).ReadsView, meanwhile });
const Exceptions = lazy({
  load: async () => (await import('./exceptions/exceptions-view.tsx')).ExceptionsView,
  meanwhile,
});

const View: FunctionComponent<OtherViewProps> = ({ view, me, announce }) => {
  switch (view) {
    case 'overview':
      return <Overview />;
    case 'reads':
      return <Reads />;
    case 'exceptions':
      return <Exceptions mayEnd={me?.role.code === 'responder'} announce={announce} />;
    case 'exports':
      return meanwhile;
  }
};

export const OtherView: FunctionComponent<OtherViewProps> = (props) => (
  <main class="other">
    <View {...props} />
  </main>
);
