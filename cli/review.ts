/** `rolecall review`: says what was found out about accesses. */
import type {
  AccessDetailAnswer,
  ReviewAction,
  ReviewAnswer,
  ReviewRequestBody,
} from '../lib/api/contract.ts';
import { type AskApi, askJson, postJson } from './api-answer.ts';
import { escapeTerminal, jsonForTerminal } from './escape-terminal.ts';

export const REVIEW_HELP = `rolecall review ACTION ID...

  Says what you found out. ACTION: acknowledge, explain, escalate, reopen, note, assign or undo.

    --reason WORD   planned-work, incident, automation, test, false-alarm, not-ours or other:
                    to acknowledge and to explain
    --ticket ID     what explains it
    --note TEXT     one sentence or more
    --to NAME       whom to assign it to; empty: nobody
    --json          one line of JSON for each
    --url URL       the address of a deployed page

  Whoever acted meanwhile is not overwritten: you are told, and nothing is changed. Answers 1 then.
`;

export const REVIEW_ACTIONS = [
  'acknowledge',
  'explain',
  'escalate',
  'reopen',
  'note',
  'assign',
  'undo',
] as const satisfies readonly ReviewAction[];

export interface ReviewCommand {
  readonly ask: AskApi;
  readonly action: ReviewAction;
  readonly accessIds: readonly string[];
  readonly said: Pick<ReviewRequestBody, 'reason' | 'ticket' | 'note' | 'assignee'>;
  readonly json: boolean;
  readonly write: (text: string) => void | Promise<void>;
}

const MOST_AT_ONCE = 100;

/** Answers the exit code: 1 when somebody else acted meanwhile, or it was not allowed. */
export const review = async (command: ReviewCommand): Promise<number> => {
  let failed = 0;
  for (let start = 0; start < command.accessIds.length; start += MOST_AT_ONCE) {
    const some = command.accessIds.slice(start, start + MOST_AT_ONCE);
    const { results } = await postJson<ReviewAnswer>(command.ask, '/api/reviews', {
      action: command.action,
      accesses: await Promise.all(
        some.map(async (accessId) => ({ accessId, seen: await seen(command, accessId) })),
      ),
      ...command.said,
    });
    failed += results.filter(({ kind }) => kind !== 'reviewed').length;
    const lines = results.map((result) =>
      command.json
        ? jsonForTerminal(result)
        : `${result.kind === 'reviewed' ? '✓' : '✗'} ${escapeTerminal(result.accessId)}  ${escapeTerminal(result.words)}`,
    );
    await command.write(lines.map((line) => `${line}\n`).join(''));
  }
  return failed === 0 ? 0 : 1;
};

/** What stands now is what somebody at a terminal saw last. Of an access that is not there the API says so itself. */
const seen = async ({ ask }: ReviewCommand, accessId: string): Promise<number> => {
  try {
    const { summary } = await askJson<AccessDetailAnswer>(
      ask,
      `/api/accesses/${encodeURIComponent(accessId)}`,
    );
    return summary.review.version;
  } catch {
    return 0;
  }
};
