/** Where the review of an access stands, in words. */
import type { AccessRow } from '../history/access-row.ts';
import { LONGEST_NOTE } from '../history/clean-review.ts';
import type { Review, ReviewAction } from '../history/review.ts';
import { hasRungSince, stateOf } from '../history/state-of-row.ts';
import type { ShownReview } from './contract.ts';
import { showAtMost, showLink, showText } from './show-text.ts';
import { sayReason, sayReviewState } from './words.ts';

const ACTION_WORDS: Readonly<Record<ReviewAction, string>> = {
  acknowledge: 'acknowledged it',
  explain: 'explained it',
  escalate: 'escalated it',
  reopen: 'opened it again',
  note: 'noted something',
  assign: 'assigned it',
  undo: 'undid their last action',
};

const sayAction = ({ action, assignee }: Review): string => {
  if (action !== 'assign') return ACTION_WORDS[action];
  return assignee === undefined ? 'took the assignment away' : `assigned it to ${showText(assignee)}`;
};

/** "Jane Roe explained it: planned work, OPS-1234". */
export const sayReview = (review: Review): string => {
  const why = [
    ...(review.reason === undefined ? [] : [sayReason(review.reason).words]),
    ...(review.ticket === undefined ? [] : [showText(review.ticket)]),
  ];
  const said = `${showText(review.by.name)} ${sayAction(review)}`;
  return why.length === 0 ? said : `${said}: ${why.join(', ')}`;
};

const projectSaid = (review: Review): Partial<ShownReview> => {
  const { reason, ticket, note, assignee } = review;
  const ticketUrl = showLink(ticket);
  return {
    words: sayReview(review),
    by: showText(review.by.name),
    at: review.at,
    ...(reason === undefined ? {} : { reason: sayReason(reason) }),
    ...(ticket === undefined ? {} : { ticket: showText(ticket) }),
    ...(ticketUrl === undefined ? {} : { ticketUrl }),
    ...(note === undefined ? {} : { note: showAtMost(LONGEST_NOTE, note) }),
    ...(assignee === undefined ? {} : { assignee: showText(assignee) }),
  };
};

/** What the conflict answers show, too. */
export const projectReview = (row: AccessRow): ShownReview => {
  const { review, expected } = row;
  return {
    state: sayReviewState(stateOf(row)),
    version: review?.version ?? 0,
    ...(review === undefined ? {} : projectSaid(review)),
    ...(review === undefined || !hasRungSince(row)
      ? {}
      : { words: `${sayReview(review)}. Then it turned out to be something else, and rang` }),
    ...(expected === undefined
      ? {}
      : {
          expected: {
            exceptionId: expected.exceptionId,
            words: `announced: ${showText(expected.reason).replace(/\.$/, '')}; expected until`,
            until: expected.until,
          },
        }),
  };
};
