/** Buttons for what can be said: the three that decide, and the others beside them. */
import type { ReviewAction, ReviewState } from '../../lib/api/contract.ts';
import { ACTION_WORDS, type AskedAction } from './actions.ts';

interface ReviewButtonsProps {
  /** Absent for several accesses: every action is offered. */
  readonly state?: ReviewState;
  readonly isBusy?: boolean;
  readonly onAsk: (action: ReviewAction) => void;
}

const ORDER: readonly AskedAction[] = ['acknowledge', 'explain', 'escalate', 'note', 'assign', 'reopen'];
const DECIDED: readonly ReviewState[] = ['explained', 'acknowledged', 'escalated', 'expected'];

/** Opening again needs something that was closed. */
const isOffered = (action: AskedAction, state: ReviewState | undefined): boolean =>
  action !== 'reopen' || state === undefined || DECIDED.includes(state);

export const ReviewButtons = ({ state, isBusy = false, onAsk }: ReviewButtonsProps) => {
  const needsLook = state === undefined || state === 'unreviewed' || state === 'escalated';
  return (
    <span class="review-buttons">
      {ORDER.filter((action) => isOffered(action, state)).map((action) => {
        const { label, key } = ACTION_WORDS[action];
        return (
          <button
            type="button"
            key={action}
            class={needsLook && action === 'acknowledge' ? 'primary' : undefined}
            disabled={isBusy}
            aria-keyshortcuts={key}
            onClick={() => onAsk(action)}
          >
            {label}
            {key === undefined ? null : <kbd aria-hidden="true">{key}</kbd>}
          </button>
        );
      })}
    </span>
  );
};

export const MayOnlyRead = () => (
  <p class="sub">You may read. Reviewing needs the group “reviewer” or “responder”.</p>
);
