/** Shown while the list cannot be renewed: since when, and what to do. */
import { describeProblem } from './describe-problem.ts';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import type { Problem } from './problem.ts';

interface ListTroubleProps {
  readonly problem: Problem;
  readonly asOf: string | undefined;
  readonly onRetry: () => void;
}

export const ListTrouble = ({ problem, asOf, onRetry }: ListTroubleProps) => {
  const { title, advice } = describeProblem(problem);
  return (
    <Notice title={title} tone="bad">
      <p>
        {asOf === undefined ? null : (
          <>
            What you see is from <Moment iso={asOf} as="clock" />.{' '}
          </>
        )}
        {advice}
      </p>
      {problem.message === undefined ? null : <p class="sub">The API says: {problem.message}</p>}
      {problem.kind === 'signed-out' ? (
        // Loading the page anew asks for a new session, and the address keeps the place.
        <button type="button" class="primary" onClick={() => location.reload()}>
          Sign in again
        </button>
      ) : (
        <button type="button" onClick={onRetry}>
          Try again now
        </button>
      )}
    </Notice>
  );
};
