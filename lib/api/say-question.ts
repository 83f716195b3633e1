/** Window and filters in words: for the audit of reads, and for exports. */
import type { Question } from '../history/question.ts';
import { oneLine } from '../kernel/one-line.ts';
import { FILTER_FIELDS } from './read-question.ts';

const LONGEST = 500;

/**
 * "state: unreviewed, escalated; person: alice; 2026-11-15 to 2026-11-22". Days only: what is asked again a moment later
 * is the same look.
 */
export const sayQuestion = ({ from, to, filters }: Pick<Question, 'from' | 'to' | 'filters'>): string => {
  const said = FILTER_FIELDS.flatMap((field) => {
    const values = filters[field];
    return values === undefined ? [] : [`${field}: ${values.join(', ')}`];
  });
  return oneLine([...said, `${from.slice(0, 10)} to ${to.slice(0, 10)}`].join('; '), LONGEST);
};
