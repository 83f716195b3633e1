/** What was typed and chosen for one action, what is missing of it, and the request it makes. Pure. */
import type { AccessSummary, ReviewReason, ReviewRequestBody } from '../../lib/api/contract.ts';
import { ACTION_WORDS, type AskedAction, REASONS } from './actions.ts';

export interface ReviewForm {
  /** Absent until the reader has chosen one: nobody's reason is guessed. */
  readonly reason?: ReviewReason;
  readonly ticket: string;
  readonly assignee: string;
  readonly note: string;
}

export const EMPTY_FORM: ReviewForm = { ticket: '', assignee: '', note: '' };

/** What the reader still has to say; `undefined` when nothing is missing. */
export const missingOf = (action: AskedAction, form: ReviewForm): string | undefined => {
  const [note, assignee] = [form.note.trim(), form.assignee.trim()];
  const asksReason = ACTION_WORDS[action].fields.includes('reason');
  if (asksReason && form.reason === undefined) {
    return `Choose a reason: click it, or press its number (1 to ${String(REASONS.length)}).`;
  }
  if (asksReason && form.reason === 'other' && note === '') return 'The reason “other” needs a note.';
  if (action === 'note' && note === '') return 'Write the note first.';
  if (action === 'escalate' && note === '' && assignee === '') {
    return 'Say who looks into it, or what is wrong.';
  }
  return undefined;
};

/** Seen, and nothing left to say: its number is the whole of it. Whoever explains has a ticket or a note to add. */
export const isSaidByNumber = (action: AskedAction): boolean => action === 'acknowledge';

/** The reason that a key stands for: "1" is the first. */
export const reasonOfKey = (key: string): ReviewReason | undefined =>
  /^[1-9]$/.test(key) ? REASONS[Number(key) - 1]?.code : undefined;

const optional = (field: 'ticket' | 'note', text: string): Partial<ReviewRequestBody> =>
  text.trim() === '' ? {} : { [field]: text.trim() };

const assigneeOf = (action: AskedAction, form: ReviewForm): Partial<ReviewRequestBody> => {
  const assignee = form.assignee.trim();
  return assignee === '' && action !== 'assign' ? {} : { assignee };
};

type Seen = Pick<AccessSummary, 'accessId' | 'review'>;

/** Only what the action asks for: a ticket that was typed for another action does not come along. */
export const bodyOf = (
  action: AskedAction,
  form: ReviewForm,
  accesses: readonly Seen[],
): ReviewRequestBody => {
  const { fields } = ACTION_WORDS[action];
  return {
    action,
    accesses: accesses.map(({ accessId, review }) => ({ accessId, seen: review.version })),
    ...(fields.includes('reason') && form.reason !== undefined ? { reason: form.reason } : {}),
    ...(fields.includes('ticket') ? optional('ticket', form.ticket) : {}),
    ...(fields.includes('assignee') ? assigneeOf(action, form) : {}),
    ...(fields.includes('note') ? optional('note', form.note) : {}),
  };
};
