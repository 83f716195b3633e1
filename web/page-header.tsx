/** Name of the product, the views, whether the list is up to date, who has signed in, the zone, and help. */
import type { MeAnswer } from '../lib/api/contract.ts';
import type { AccessesState } from './accesses-state.ts';
import { CopyLink } from './copy-link.tsx';
import { formatClock, type Zone } from './format-time.ts';
import { follow } from './navigation.ts';
import { hrefOf, type PageQuery, type View } from './query.ts';
import { signOut } from './sign-in/session.ts';

interface PageHeaderProps {
  readonly query: PageQuery;
  readonly state: AccessesState;
  readonly me: MeAnswer | undefined;
  readonly zone: Zone;
  readonly onZone: (zone: Zone) => void;
  readonly onHelp: () => void;
  readonly announce: (words: string) => void;
}

const sayFreshness = ({ phase, problem, asOf }: AccessesState, zone: Zone): string => {
  if (problem !== undefined) return asOf === undefined ? 'not connected' : `as of ${formatClock(asOf, zone)}`;
  return phase === 'loading' ? 'connecting' : 'live';
};

const ZONES: readonly { readonly zone: Zone; readonly words: string }[] = [
  { zone: 'local', words: 'Local' },
  { zone: 'utc', words: 'UTC' },
];

const VIEW_WORDS: readonly {
  readonly view: View;
  readonly words: string;
  readonly for?: (me: MeAnswer) => boolean;
}[] = [
  { view: 'list', words: 'Review' },
  { view: 'overview', words: 'Overview' },
  { view: 'exceptions', words: 'Exceptions' },
  { view: 'exports', words: 'Exports', for: ({ role }) => role.code !== 'viewer' },
  { view: 'reads', words: 'Reads', for: ({ seesEverything }) => seesEverything },
];

const Views = ({ query, me }: Pick<PageHeaderProps, 'query' | 'me'>) => {
  const { access: _access, ...rest } = query;
  const views = VIEW_WORDS.filter((one) => one.for === undefined || (me !== undefined && one.for(me)));
  return (
    <nav class="views" aria-label="Views">
      {views.map(({ view, words }) => (
        <a
          key={view}
          href={hrefOf({ ...rest, view })}
          aria-current={view === query.view ? 'page' : undefined}
          onClick={follow}
        >
          {words}
        </a>
      ))}
    </nav>
  );
};

export const PageHeader = ({ query, state, me, zone, onZone, onHelp, announce }: PageHeaderProps) => (
  <header class="page-header">
    <p class="brand">
      <a href="/">Rolecall</a>
    </p>
    <Views query={query} me={me} />
    <div class="header-end">
      {query.view === 'list' ? (
        <p class={`freshness ${state.problem === undefined ? state.phase : 'failed'}`}>
          {sayFreshness(state, zone)}
        </p>
      ) : null}
      {me === undefined ? null : (
        <p class="me" title={`${me.role.words}, sees ${me.scope}`}>
          <bdi>{me.name}</bdi> <span>{me.role.words}</span>
          <button type="button" class="plain" onClick={() => void signOut()}>
            Sign out
          </button>
        </p>
      )}
      <fieldset class="zones">
        <legend class="unseen">Time zone</legend>
        {ZONES.map((choice) => (
          <button
            type="button"
            key={choice.zone}
            aria-pressed={choice.zone === zone}
            onClick={() => onZone(choice.zone)}
          >
            {choice.words}
          </button>
        ))}
      </fieldset>
      <CopyLink announce={announce} />
      <button type="button" class="icon-button" aria-label="Help" onClick={onHelp}>
        ?
      </button>
    </div>
  </header>
);
