/** The keys. Esc and focus are the dialog element's own. */
import { useEffect, useRef } from 'preact/hooks';

interface HelpDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const KEYS = [
  { keys: 'j', words: 'next access' },
  { keys: 'k', words: 'previous access' },
  { keys: 'Enter', words: 'open the access' },
  { keys: 'Esc', words: 'close it' },
  { keys: 'r', words: 'unfold or fold its repeats' },
  { keys: '?', words: 'this help' },
] as const;

export const HelpDialog = ({ isOpen, onClose }: HelpDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(({ keys, words }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
};
