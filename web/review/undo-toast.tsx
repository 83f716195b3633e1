/** What was just said about which accesses, for a while, with the way to take it back. */
import { useEffect, useState } from 'preact/hooks';
import { focusPlace } from '../take-focus.ts';

export interface Done {
  readonly words: string;
  readonly mayUndo: boolean;
  /** Tells two equal ones apart. */
  readonly number: number;
}

interface UndoToastProps {
  readonly done: Done | undefined;
  readonly onUndo: () => void;
  readonly onGone: () => void;
}

const SHOWN_MS = 12_000;

export const UndoToast = ({ done, onUndo, onGone }: UndoToastProps) => {
  // Nobody has to hurry who is about to press it.
  const [isHeld, setHeld] = useState(false);
  const undo = (): void => {
    onUndo();
    focusPlace();
  };
  useEffect(() => {
    if (done === undefined || isHeld) return;
    const timer = setTimeout(onGone, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done?.number, isHeld]);
  return (
    <div class="toast-place" role="status">
      {done === undefined ? null : (
        <p
          class="toast undo-toast"
          key={done.number}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocusCapture={() => setHeld(true)}
          onBlurCapture={() => setHeld(false)}
        >
          {done.words}
          {done.mayUndo ? (
            <button type="button" aria-keyshortcuts="u" onClick={undo}>
              Undo<kbd aria-hidden="true">u</kbd>
            </button>
          ) : null}
        </p>
      )}
    </div>
  );
};
