/** What somebody wants to say about an access, as it is kept: cleaned, and refused where something is missing or too long. */
import { compact } from '../kernel/json.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import type { Reviewer, ReviewAction, ReviewRequest } from './review.ts';

/** Without the version that was seen, which differs between the accesses of one request. */
export type ReviewWords = Omit<ReviewRequest, 'seen'>;

export const LONGEST_TICKET = 100;
export const LONGEST_NOTE = 2_000;
export const LONGEST_ASSIGNEE = 100;
const LONGEST_NAME = 200;

/** Controls, and what moves, hides or reverses other text; halves of a character pair. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Cs}]/gu;

/** One line: a note is a sentence or two, shown beside others. */
const cleanText = (text: string | undefined): string | undefined =>
  text
    ?.replace(UNSEEN, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();

const textOrNone = (text: string | undefined): string | undefined => {
  const clean = cleanText(text);
  return clean === '' ? undefined : clean;
};

/** Whose name is shown beside what he said. */
export const cleanReviewer = ({ subject, name, parties }: Reviewer): Reviewer => ({
  subject,
  name: (textOrNone(name) ?? subject).slice(0, LONGEST_NAME),
  ...compact({ parties }),
});

/** Fields that an action takes; others are left out of what is kept. */
const TAKES: Readonly<Record<ReviewAction, readonly (keyof ReviewWords)[]>> = {
  acknowledge: ['reason', 'ticket', 'note'],
  explain: ['reason', 'ticket', 'note'],
  escalate: ['reason', 'ticket', 'note', 'assignee'],
  reopen: ['ticket', 'note'],
  note: ['note', 'ticket'],
  assign: ['assignee', 'note'],
  undo: [],
};

/** The request as it is kept, or a sentence that says what is wrong with it. */
export const cleanReview = (words: ReviewWords): Result<ReviewWords, string> => {
  const { action } = words;
  const takes = TAKES[action];
  const all = compact({
    reason: words.reason,
    ticket: textOrNone(words.ticket),
    note: textOrNone(words.note),
    // Empty: takes the assignment away.
    assignee: action === 'assign' ? cleanText(words.assignee) : textOrNone(words.assignee),
  });
  const taken = Object.entries(all).filter(([name]) => takes.some((one) => one === name));
  const clean: ReviewWords = { action, ...Object.fromEntries(taken) };
  const problem = problemOf(clean);
  return problem === undefined ? ok(clean) : fail(problem);
};

const problemOf = (words: ReviewWords): string | undefined => tooLong(words) ?? missing(words);

const tooLong = ({ ticket = '', note = '', assignee = '' }: ReviewWords): string | undefined => {
  if (ticket.length > LONGEST_TICKET) return sayTooLong('A ticket', LONGEST_TICKET);
  if (note.length > LONGEST_NOTE) return sayTooLong('A note', LONGEST_NOTE);
  return assignee.length > LONGEST_ASSIGNEE ? sayTooLong('A name', LONGEST_ASSIGNEE) : undefined;
};

const sayTooLong = (what: string, most: number): string =>
  `${what} may have ${most.toLocaleString('en')} characters at most.`;

const missing = ({ action, reason, note, assignee }: ReviewWords): string | undefined => {
  switch (action) {
    case 'acknowledge':
    case 'explain':
      if (reason === undefined) return 'Say why: a reason is needed.';
      return reason === 'other' && note === undefined ? 'The reason “other” needs a note.' : undefined;
    case 'escalate':
      return note === undefined && assignee === undefined
        ? 'Say what is to be done, or by whom: a note or a name is needed.'
        : undefined;
    case 'note':
      return note === undefined ? 'The note is empty.' : undefined;
    case 'assign':
      return assignee === undefined
        ? 'Say to whom: a name is needed, or an empty one to take it away.'
        : undefined;
    case 'reopen':
    case 'undo':
      return undefined;
  }
};
