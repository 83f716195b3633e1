/** What went wrong in words, and what the reader can do. Pure. */
import type { Problem, ProblemKind } from './problem.ts';

export interface ProblemWords {
  readonly title: string;
  readonly advice: string;
}

const WORDS: Readonly<Record<ProblemKind, ProblemWords>> = {
  offline: {
    title: 'This device is offline',
    advice: 'The list goes on by itself when the network is back. Notices are sent all the same.',
  },
  unreachable: {
    title: 'The history does not answer',
    advice:
      'This page keeps trying. If it lasts, look at the alarms of the stack; notices are sent independently.',
  },
  'not-allowed': {
    title: 'You may not read the history',
    advice: 'Sign in, or ask the owner of this installation for permission to call its API.',
  },
  'not-found': {
    title: 'There is no such access',
    advice: 'The link may be cut off. An access that had gone to the archive would be named here.',
  },
  archived: {
    title: 'This access is in the archive',
    advice: 'It was older than its account’s retention. Its row and who was told of it are kept there.',
  },
  refused: {
    title: 'The question was not understood',
    advice: 'Reload the page: it may be older than the API.',
  },
  unavailable: {
    title: 'The history cannot be read just now',
    advice: 'Nothing is lost and notices are sent all the same. This page keeps trying.',
  },
};

export const describeProblem = ({ kind }: Problem): ProblemWords => WORDS[kind];
