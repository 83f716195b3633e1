/** What stands above one access: back to the list, to its neighbours, and its link. */
import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { openAccess } from './navigation.ts';
import { neighbourOf } from './rows-in-view.ts';

interface DetailBarProps {
  readonly accessId: string;
  readonly onClose: () => void;
}

type Step = 1 | -1;

/** The rows are elements of the list: known only after it was drawn. */
const useNeighbour = (accessId: string, step: Step): string | undefined => {
  const [neighbour, setNeighbour] = useState<string>();
  useEffect(() => {
    const next = neighbourOf(accessId, step);
    setNeighbour(next === accessId ? undefined : next);
  });
  return neighbour;
};

const StepButton = ({ accessId, step }: { readonly accessId: string; readonly step: Step }) => {
  const neighbour = useNeighbour(accessId, step);
  const [words, key, path] =
    step === 1 ? ['Next access', 'j', 'M2 4l4 4 4-4'] : ['Previous access', 'k', 'M2 8l4-4 4 4'];
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={words}
      title={`${words} (${key})`}
      aria-keyshortcuts={key}
      disabled={neighbour === undefined}
      onClick={() => neighbour !== undefined && openAccess(neighbour)}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
};

const linkOf = (accessId: string): string => `${location.origin}/?access=${encodeURIComponent(accessId)}`;

export const DetailBar = ({ accessId, onClose }: DetailBarProps) => (
  <div class="detail-bar">
    <button type="button" onClick={onClose}>
      ← Back to the list
    </button>
    <StepButton accessId={accessId} step={-1} />
    <StepButton accessId={accessId} step={1} />
    <CopyButton label="Copy link" text={() => linkOf(accessId)} />
  </div>
);
