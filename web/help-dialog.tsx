/** The keys that work for the reader. Esc and focus are the dialog element's own. */
import { useEffect, useRef } from 'preact/hooks';
import type { MeAnswer } from '../lib/api/contract.ts';
import { MayOnlyRead } from './review/review-buttons.tsx';
import { signOut } from './sign-in/session.ts';

interface HelpDialogProps {
  readonly isOpen: boolean;
  readonly me: MeAnswer | undefined;
  readonly onClose: () => void;
}

interface Key {
  readonly keys: string;
  readonly words: string;
}

const READING: readonly Key[] = [
  { keys: 'j  k', words: 'next and previous access; arrows do the same' },
  { keys: 'Enter', words: 'open the access' },
  { keys: 'Esc', words: 'close it' },
  { keys: 'r', words: 'unfold or fold repeats' },
  { keys: '/', words: 'search' },
  { keys: '?', words: 'this help' },
];

const REVIEWING: readonly Key[] = [
  { keys: 'x', words: 'choose the row; with Shift and a click everything in between; Esc chooses none' },
  { keys: 'a', words: 'acknowledge' },
  { keys: 'e', words: 'explain' },
  { keys: 's', words: 'escalate' },
  { keys: 'n', words: 'add a note' },
  { keys: 'i', words: 'assign' },
  { keys: 'o', words: 'open the review again' },
  { keys: 'u', words: 'undo your last action' },
];

const Keys = ({ keys }: { readonly keys: readonly Key[] }) => (
  <dl class="keys">
    {keys.map((one) => (
      <div key={one.keys}>
        <dt>
          {one.keys.split('  ').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </dt>
        <dd>{one.words}</dd>
      </div>
    ))}
  </dl>
);

export const HelpDialog = ({ isOpen, me, onClose }: HelpDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isOpen) return dialog.current?.close();
    dialog.current?.showModal();
    // Its first button signs out, and stands at its end.
    heading.current?.focus();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title" tabIndex={-1} ref={heading}>
        Keys of the list
      </h2>
      <Keys keys={READING} />
      <h3>Reviewing</h3>
      {me?.role.code === 'viewer' ? (
        <MayOnlyRead />
      ) : (
        <>
          <p class="sub">
            About the chosen rows, else about the open one, else about the row with the focus.
          </p>
          <Keys keys={REVIEWING} />
        </>
      )}
      <h3>Certainty of a name</h3>
      <ul class="help-list">
        <li>asserted: AWS or the identity provider says so</li>
        <li>resolved: joined from a second record or looked up</li>
        <li>claimed: the caller chose these words; nobody vouches for them</li>
        <li>unknown: nothing in the record names a person</li>
      </ul>
      {me === undefined ? null : (
        <p class="signed-in">
          Signed in as <bdi>{me.name}</bdi>, {me.role.words}; sees {me.scope}.{' '}
          <button type="button" class="plain" onClick={() => void signOut()}>
            Sign out
          </button>
        </p>
      )}
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
};
