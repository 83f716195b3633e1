/** Shown while the list cannot be renewed: since when, and what to do. */
import { describeProblem } from './describe-problem.ts';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import type { Problem } from './problem.ts';
import { signIn, useSession } from './sign-in/session.ts';

interface ListTroubleProps {
  readonly problem: Problem;
  readonly asOf: string | undefined;
  readonly onRetry: () => void;
}

export const ListTrouble = ({ problem, asOf, onRetry }: ListTroubleProps) => {
  const session = useSession();
  const { title, advice } = describeProblem(problem);
  // Said at the top of the page already, with the button.
  if (problem.kind === 'signed-out' && session.state !== 'signed-in') return null;
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
        <button type="button" class="primary" onClick={() => void signIn()}>
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
