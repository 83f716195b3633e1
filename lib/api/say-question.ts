/** Window and filters in words: for the audit of reads, and for exports. */
import type { FilterField, Question } from '../history/question.ts';
import { oneLine } from '../kernel/one-line.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import { FILTER_FIELDS } from './read-question.ts';
import { refusal } from './refuse.ts';
import { sayCode } from './say-value.ts';

/** What is noted of a look is never cut: behind a long value anything could be asked for unseen. */
const LONGEST = 900;

/** Where the name of the field is not a word of its own. */
const FIELD_WORDS: Readonly<Partial<Record<FilterField, string>>> = {
  entry: 'way in',
  home: 'home account',
  assignee: 'assigned to',
  foundBy: 'found',
};

/** A value that could pass for more than one, or for a window, stands in quotes. */
const sayOne = (value: string): string => (/[;,"]/.test(value) ? JSON.stringify(value) : value);

/**
 * "state: needs a look, escalated; person: alice; 2026-11-15 to 2026-11-22". Days only: what is asked again a moment later
 * is the same look. Codes are said in words; what somebody typed is said as it was.
 */
export const sayQuestion = ({ from, to, filters }: Asked): string => {
  const said = FILTER_FIELDS.flatMap((field) => {
    const values = filters[field];
    if (values === undefined) return [];
    const words = values.map((value) => sayOne(sayCode(field, value) ?? value));
    return [`${FIELD_WORDS[field] ?? field}: ${words.join(', ')}`];
  });
  const whole = [...said, `${from.slice(0, 10)} to ${to.slice(0, 10)}`].join('; ');
  return oneLine(whole, whole.length);
};

type Asked = Pick<Question, 'from' | 'to' | 'filters'>;

/** The same, or a refusal when it is too long to be noted. */
export const sayNotedQuestion = (question: Asked): Result<string, Refusal> => {
  const said = sayQuestion(question);
  return said.length <= LONGEST
    ? ok(said)
    : refusal(
        'bad-query',
        `These filters have ${String(said.length)} characters together, and ${String(LONGEST)} can be noted: ask with fewer or shorter values.`,
      );
};
