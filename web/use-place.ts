/** Keeps the reader's place: where the list stood, and which row had the focus, when an access opens and closes. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { focusRow, showRow } from './rows-in-view.ts';

/** Below this width the access takes the list's place; equal to the breakpoint in `page.css`. */
const isNarrow = (): boolean => matchMedia('(max-width: 1079px)').matches;

/** Answers a function to call before an access is opened. */
export const usePlace = (openId: string | undefined, isRowThere: boolean): (() => void) => {
  const before = useRef<string | undefined>(undefined);
  const scrolled = useRef(0);
  useEffect(() => {
    history.scrollRestoration = 'manual';
  }, []);
  useLayoutEffect(() => {
    const closed = before.current;
    before.current = openId;
    if (openId === undefined) {
      if (closed === undefined) return;
      scrollTo(0, scrolled.current);
      if (!focusRow(closed)) document.getElementById('accesses')?.focus({ preventScroll: true });
    } else if (isNarrow()) scrollTo(0, 0);
    else showRow(openId);
  }, [openId]);
  useLayoutEffect(() => {
    if (isRowThere && openId !== undefined && !isNarrow()) showRow(openId);
  }, [isRowThere]);
  return () => {
    if (openId === undefined) scrolled.current = scrollY;
  };
};
