/** The views beside the list. */
import type { MeAnswer } from '../lib/api/contract.ts';
import { ExceptionsView } from './exceptions/exceptions-view.tsx';
import { ExportsView } from './exports/exports-view.tsx';
import { OverviewView } from './overview/overview-view.tsx';
import { ReadsView } from './overview/reads-view.tsx';
import type { View as ViewName } from './query.ts';

interface OtherViewProps {
  readonly view: Exclude<ViewName, 'list'>;
  readonly me: MeAnswer | undefined;
  readonly announce: (words: string) => void;
}

const View = ({ view, me, announce }: OtherViewProps) => {
  switch (view) {
    case 'overview':
      return <OverviewView me={me} />;
    case 'reads':
      return <ReadsView />;
    case 'exceptions':
      return <ExceptionsView mayAct={me?.role.code === 'responder'} announce={announce} />;
    case 'exports':
      return <ExportsView me={me} announce={announce} />;
  }
};

export const OtherView = (props: OtherViewProps) => (
  <main class="other">
    <View {...props} />
  </main>
);
