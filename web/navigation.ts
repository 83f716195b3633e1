/** Where the reader is and how he gets elsewhere. The address holds all of it; nothing is kept beside it. */
import { useEffect, useState } from 'preact/hooks';
import { hrefOf, type Moments, type PageQuery, readQuery, stretchIn } from './query.ts';

/** Marks history entries that were opened from the list: closing them is going back. */
interface EntryState {
  readonly fromList: boolean;
}

const followers = new Set<(query: PageQuery) => void>();

const tell = (): void => {
  const query = readQuery(location.search);
  for (const follow of followers) follow(query);
};

const currentQuery = (): PageQuery => readQuery(location.search);

/** What the address asks for, renewed whenever it changes. */
export const useQuery = (): PageQuery => {
  const [query, setQuery] = useState(currentQuery);
  useEffect(() => {
    followers.add(setQuery);
    // The same listener for all of them: however often it is added, it is there once, and stays.
    addEventListener('popstate', tell);
    // What happened between the first drawing and now.
    setQuery(currentQuery());
    return () => {
      followers.delete(setQuery);
    };
  }, []);
  return query;
};

/** Goes there as a step that "back" takes back. */
export const navigate = (query: PageQuery, state: EntryState | null = null): void => {
  const href = hrefOf(query);
  if (href === location.pathname + location.search) return;
  history.pushState(state, '', href);
  tell();
};

/** The same place under the address that the page itself gives it. */
export const settleAddress = (): void => {
  history.replaceState(history.state, '', hrefOf(currentQuery()));
  tell();
};

const closed = ({ access: _access, ...query }: PageQuery): PageQuery => query;

/** Narrows to these moments; the range they were chosen in is kept. */
export const narrowRange = (moments: Moments): void => {
  const query = closed(currentQuery());
  navigate({ ...query, range: stretchIn(query.range, moments) });
};

const cameFromList = (): boolean => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true;
};

export const linkTo = (accessId: string): string =>
  hrefOf({ ...currentQuery(), view: 'list', access: accessId });

/** Opens an access beside the list; from one to the next is no step back. */
export const openAccess = (accessId: string): void => {
  const query = currentQuery();
  const next = { ...query, view: 'list' as const, access: accessId };
  if (query.access === undefined || query.view !== 'list') {
    return navigate(next, { fromList: query.view === 'list' });
  }
  history.replaceState({ fromList: cameFromList() } satisfies EntryState, '', hrefOf(next));
  tell();
};

export const closeAccess = (): void => {
  if (cameFromList()) return history.back();
  navigate(closed(currentQuery()));
};

/** Clicks that ask the browser for a new tab or window stay the browser's. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** For `onClick` of a link whose `href` is one of ours: goes there without loading the page anew. */
export const follow = (event: MouseEvent): void => {
  const link = event.currentTarget;
  if (!isPlainClick(event) || !(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  navigate(readQuery(link.search));
};
