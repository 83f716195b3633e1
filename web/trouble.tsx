/** What went wrong, what the reader can do about it, and the button for that. */
import { describeProblem } from './describe-problem.ts';
import { Notice } from './notice.tsx';
import type { Problem } from './problem.ts';
import { signIn } from './sign-in/session.ts';

interface TroubleProps {
  readonly problem: Problem;
  /** What was to be done: "The note was not kept". Absent: the words of the problem say it. */
  readonly title?: string;
  readonly onAgain?: () => void;
}

/** The API's own words are shown where they say more than ours. */
const saysMore = ({ kind, message }: Problem): boolean =>
  message !== undefined && ['refused', 'athena', 'not-found', 'archived', 'not-allowed'].includes(kind);

/** Asking again would say the same. */
const STAYS: readonly Problem['kind'][] = ['signed-out', 'not-found', 'not-allowed', 'archived'];

export const Trouble = ({ problem, title, onAgain }: TroubleProps) => {
  const words = describeProblem(problem);
  return (
    <Notice title={title ?? words.title} tone={problem.kind === 'archived' ? 'plain' : 'bad'}>
      {title === undefined ? null : <p>{words.title}.</p>}
      {saysMore(problem) ? <p>{problem.message}</p> : <p>{words.advice}</p>}
      {onAgain === undefined || STAYS.includes(problem.kind) ? null : (
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      )}
      {problem.kind === 'signed-out' ? (
        <button type="button" onClick={() => void signIn()}>
          Sign in again
        </button>
      ) : null}
    </Notice>
  );
};
