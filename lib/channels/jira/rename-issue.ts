/** Gives an issue the title it would have now. The description stays: what changed in it stands in the comment below. */
import type { Outcome } from '../../delivery/outcome.ts';
import { textAt } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import type { CallJira } from './call-jira.ts';
import { renderSummary } from './render-issue.ts';

interface Renaming {
  readonly key: string;
  readonly to: string;
  /** The titles that we gave it: one that somebody else wrote stays. */
  readonly from: readonly string[];
}

/** An error only where it is worth trying again. Whoever may not edit issues can comment on them all the same. */
export const renameIssue = async (
  jira: CallJira,
  { key, to, from }: Renaming,
): Promise<Result<'renamed' | 'stays', Outcome>> => {
  const summary = renderSummary({ title: to });
  const ours = from.map((title) => renderSummary({ title })).filter((title) => title !== summary);
  if (ours.length === 0) return ok('stays');
  const issue = await jira.read(`/issue/${key}?fields=summary`);
  if (!issue.ok) return unlessForGood(issue.error);
  if (!ours.includes(textAt(issue.value, 'fields', 'summary') ?? '')) return ok('stays');
  const renamed = await jira.replace(`/issue/${key}`, { fields: { summary } });
  return renamed.ok ? ok('renamed') : unlessForGood(renamed.error);
};

const unlessForGood = (outcome: Outcome): Result<'stays', Outcome> =>
  outcome.kind === 'retry' ? fail(outcome) : ok('stays');
