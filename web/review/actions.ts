/** What can be said about an access: labels, keys, and which fields each action asks for. Pure. */
import type { ReviewAction, ReviewReason } from '../../lib/api/contract.ts';

/** Undoing asks for nothing. */
export type AskedAction = Exclude<ReviewAction, 'undo'>;

type Field = 'reason' | 'ticket' | 'assignee' | 'note';

interface ActionWords {
  readonly label: string;
  /** After the name of somebody, or a number: "12 accesses acknowledged". */
  readonly done: string;
  readonly doing: string;
  readonly key?: string;
  readonly fields: readonly Field[];
  /** What it means for the access. */
  readonly hint: string;
}

export const ACTION_WORDS: Readonly<Record<AskedAction, ActionWords>> = {
  acknowledge: {
    label: 'Acknowledge',
    done: 'acknowledged',
    doing: 'Acknowledging',
    key: 'a',
    fields: ['reason', 'note'],
    hint: 'You have seen it, and nothing is left to do.',
  },
  explain: {
    label: 'Explain',
    done: 'explained',
    doing: 'Explaining',
    key: 'e',
    fields: ['reason', 'ticket', 'note'],
    hint: 'You know why it happened. A ticket lets others read on.',
  },
  escalate: {
    label: 'Escalate',
    done: 'escalated',
    doing: 'Escalating',
    key: 's',
    fields: ['assignee', 'note'],
    hint: 'Somebody has to look into it. Say who, or what is wrong.',
  },
  note: {
    label: 'Note',
    done: 'noted',
    doing: 'Noting',
    key: 'n',
    fields: ['note'],
    hint: 'It stays as it is; the note stands in its history.',
  },
  assign: {
    label: 'Assign',
    done: 'assigned',
    doing: 'Assigning',
    key: 'i',
    fields: ['assignee'],
    hint: 'Who looks into it. Leave it empty to take the assignment away.',
  },
  reopen: {
    label: 'Reopen',
    done: 'reopened',
    doing: 'Reopening',
    fields: ['note'],
    hint: 'It needs a look again.',
  },
};

interface ReasonWords {
  readonly code: ReviewReason;
  readonly words: string;
  readonly note: string;
}

/** As the API says them. */
export const REASONS: readonly ReasonWords[] = [
  { code: 'planned-work', words: 'planned work', note: 'It was announced, or belongs to a change.' },
  { code: 'incident', words: 'incident', note: 'Somebody had to, to mend something.' },
  { code: 'automation', words: 'automation', note: 'A pipeline or a program that does this by itself.' },
  { code: 'test', words: 'test', note: 'Somebody tried something out, this alert perhaps.' },
  { code: 'false-alarm', words: 'false alarm', note: 'It is not what it was taken for.' },
  { code: 'not-ours', words: 'not ours', note: 'It belongs to somebody else, who knows of it.' },
  { code: 'other', words: 'other', note: 'The note tells.' },
];
