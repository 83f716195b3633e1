/** Which access is open: kept in the URL alone, so that links, reload and "back" work. */
import { useEffect, useState } from 'preact/hooks';

const PARAMETER = 'access';

const readOpen = (): string | undefined => new URLSearchParams(location.search).get(PARAMETER) ?? undefined;

/** Marks history entries that were opened from the list: closing them is going back. */
interface EntryState {
  readonly fromList: boolean;
}

const cameFromList = (): boolean => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true;
};

export const linkTo = (accessId: string): string => `/?${PARAMETER}=${encodeURIComponent(accessId)}`;

export interface OpenAccess {
  readonly openId: string | undefined;
  readonly open: (accessId: string) => void;
  readonly close: () => void;
}

export const useOpenAccess = (): OpenAccess => {
  const [openId, setOpenId] = useState(readOpen);
  useEffect(() => {
    const follow = (): void => setOpenId(readOpen());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const open = (accessId: string): void => {
    const state: EntryState = { fromList: openId === undefined || cameFromList() };
    if (openId === undefined) history.pushState(state, '', linkTo(accessId));
    else history.replaceState(state, '', linkTo(accessId));
    setOpenId(accessId);
  };
  const close = (): void => {
    if (cameFromList()) return history.back();
    history.pushState(null, '', '/');
    setOpenId(undefined);
  };
  return { openId, open, close };
};
