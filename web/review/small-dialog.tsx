/** A small dialog with a form: Enter submits, Esc gives up, and the focus goes back to where it was. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { focusPlace, takeFocus } from '../take-focus.ts';

interface SmallDialogProps {
  readonly title: string;
  /** Of the button that submits; absent when there is nothing to submit. */
  readonly label?: string | undefined;
  readonly leave?: string;
  readonly isBusy?: boolean;
  readonly onSubmit?: () => void;
  /** Keys that are typed into no text. */
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly onLeave: () => void;
  readonly children: ComponentChildren;
}

/** Whatever had the focus may be gone with the row it was in. */
const giveBack = (before: Element | null): void => {
  if (before instanceof HTMLElement && before.isConnected) takeFocus(before);
  else focusPlace();
};

/** What is chosen already, else the first that can be chosen or written. */
const firstField = (dialog: HTMLElement | null): HTMLElement | null =>
  dialog?.querySelector<HTMLElement>('input:checked') ??
  dialog?.querySelector<HTMLElement>('input, textarea') ??
  null;

/** In a text of several lines, too: there a new line is Shift and Enter. */
const isSubmitting = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' &&
  !event.shiftKey &&
  !event.isComposing &&
  event.target instanceof HTMLTextAreaElement;

const isTyped = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof Element && target.matches('textarea, input:not([type="radio"])'));

export const SmallDialog = (props: SmallDialogProps) => {
  const { title, label, leave = 'Cancel', isBusy = false, onSubmit, onKey, onLeave, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    firstField(shown)?.focus();
    return () => {
      // While it is open, nothing beside it takes the focus.
      shown?.close();
      giveBack(before);
    };
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!isBusy) onSubmit?.();
  };
  return (
    <dialog
      ref={dialog}
      class="small-dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onLeave();
      }}
    >
      <form
        onSubmit={submit}
        onKeyDown={(event) => {
          if (isSubmitting(event)) submit(event);
          else if (!isTyped(event)) onKey?.(event);
        }}
      >
        <h2 id={titleId}>{title}</h2>
        {children}
        <p class="dialog-buttons">
          <button type="button" onClick={onLeave}>
            {leave}
          </button>
          {label === undefined ? null : (
            <button type="submit" class="primary" disabled={isBusy}>
              {label}
            </button>
          )}
        </p>
      </form>
    </dialog>
  );
};
