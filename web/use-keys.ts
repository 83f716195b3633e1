/** Single keys for those who do not reach for the mouse. Enter needs no handler: rows are links. */
import { useEffect, useRef } from 'preact/hooks';

export type KeyActions = Readonly<Partial<Record<string, () => void>>>;

/** Keys belong to whoever is being typed into, and to an open dialog. */
const isTaken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
  return isTyping || document.querySelector('dialog[open]') !== null;
};

export const useKeys = (actions: KeyActions): void => {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = isTaken(event) ? undefined : latest.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};
