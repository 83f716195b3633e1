/** Copies the address of what is shown: whoever opens it sees the same list, if he may. */
interface CopyLinkProps {
  readonly announce: (words: string) => void;
}

const copy = async (): Promise<string> => {
  try {
    await navigator.clipboard.writeText(location.href);
    return 'The link to this view is copied.';
  } catch {
    return 'The link could not be copied: take it from the address bar.';
  }
};

export const CopyLink = ({ announce }: CopyLinkProps) => (
  <button
    type="button"
    class="icon-button"
    aria-label="Copy the link to this view"
    title="Copy the link to this view"
    onClick={() => void copy().then(announce)}
  >
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path d="M5 7a2.2 2.2 0 0 0 3.2 0l2-2a2.2 2.2 0 0 0-3.2-3.2l-.8.8M7 5a2.2 2.2 0 0 0-3.2 0l-2 2A2.2 2.2 0 0 0 5 10.2l.8-.8" />
    </svg>
  </button>
);
