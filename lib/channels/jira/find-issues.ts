/**
 * Creating an issue is not idempotent, so each carries a label made of the delivery id, by which it can be found.
 * The search lags behind by seconds to minutes:
 * https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/
 */
import type { Outcome } from '../../delivery/outcome.ts';
import { parseIso } from '../../kernel/clock.ts';
import { at, listAt, textAt } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { fingerprint } from '../vendor-id.ts';
import type { CallJira } from './call-jira.ts';

export interface FoundIssue {
  readonly key: string;
  /** Its status is one that means the work is done. */
  readonly done: boolean;
}

const ISSUE_KEY = /^[A-Z][A-Z0-9_]*-\d+$/;

/** Jira's own key of an issue, such as OPS-12; `undefined` when the text is none. */
export const issueKey = (text: string | undefined): string | undefined =>
  text !== undefined && ISSUE_KEY.test(text) ? text : undefined;

/** A label that says nothing about the access: labels are seen by everybody in the project. */
export const labelOf = (deliveryId: string): string => `rolecall-${fingerprint(deliveryId, 20)}`;

/** The issues with this label, the oldest first. */
export const findIssues = async (
  jira: CallJira,
  label: string,
): Promise<Result<readonly FoundIssue[], Outcome>> => {
  const answer = await jira.read('/search/jql', {
    jql: `labels = "${label}" ORDER BY created ASC`,
    fields: ['created', 'status'],
    maxResults: 50,
  });
  if (!answer.ok) return answer;
  if (!Array.isArray(at(answer.value, 'issues'))) {
    return fail({ kind: 'retry', code: 'answer-not-understood', detail: 'no list of issues' });
  }
  return ok(
    listAt(answer.value, 'issues')
      .flatMap((issue) => readIssue(issue))
      .sort(byAge),
  );
};

interface DatedIssue extends FoundIssue {
  readonly createdAt: number;
}

const readIssue = (issue: unknown): readonly DatedIssue[] => {
  const key = issueKey(textAt(issue, 'key'));
  if (key === undefined) return [];
  const done = at(issue, 'fields', 'status', 'statusCategory', 'key') === 'done';
  const created = parseIso(textAt(issue, 'fields', 'created') ?? '');
  return [{ key, done, createdAt: created?.getTime() ?? Number.POSITIVE_INFINITY }];
};

const numberOf = ({ key }: FoundIssue): number => Number(key.slice(key.lastIndexOf('-') + 1));

const byAge = (one: DatedIssue, other: DatedIssue): number =>
  one.createdAt === other.createdAt ? numberOf(one) - numberOf(other) : one.createdAt - other.createdAt;
