/** Single keys for those who do not reach for the mouse. Enter needs no handler: rows are links. */
import { useLayoutEffect, useRef } from 'preact/hooks';

/** An action that answers `pass` leaves the key to the browser. */
export type KeyActions = Readonly<Partial<Record<string, () => unknown>>>;

/** Keys belong to whoever is being typed into, and to an open dialog. */
const isTaken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const isTyping =
    event.target instanceof Element && event.target.matches('input:not([type=checkbox]), textarea, select');
  return isTyping || document.querySelector('dialog[open]') !== null;
};

export const useKeys = (actions: KeyActions): void => {
  const latest = useRef(actions);
  latest.current = actions;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = isTaken(event) ? undefined : latest.current[event.key];
      if (act !== undefined && act() !== 'pass') event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};
