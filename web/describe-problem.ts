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
  'signed-out': {
    title: 'Your session has ended',
    advice: 'Sign in again: you come back to exactly this place, with the same filters.',
  },
  'not-allowed': {
    title: 'You may not do this',
    advice: 'Your groups do not allow it. The owner of this installation can add you to one that does.',
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
  athena: {
    title: 'This page cannot answer that',
    advice: 'Its indexes do not hold what the question needs. Ask in Athena, or take a filter away.',
  },
  'too-many': {
    title: 'These are too many rows for one file',
    advice: 'Begin an export instead: it is written in the background.',
  },
  unavailable: {
    title: 'The history cannot be read just now',
    advice: 'Nothing is lost and notices are sent all the same. This page keeps trying.',
  },
};

export const describeProblem = ({ kind }: Problem): ProblemWords => WORDS[kind];
