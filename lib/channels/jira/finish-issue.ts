/** Brings an issue to a status that means the work is done, whatever its workflow calls it. */
import type { Outcome } from '../../delivery/outcome.ts';
import { at, listAt, textAt } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import type { CallJira } from './call-jira.ts';

const USUAL_NAMES = /^(?:done|closed?|resolved?)\b/i;

/** `no-way`: the workflow offers no step to a done status from where the issue stands. */
export const finishIssue = async (
  jira: CallJira,
  key: string,
): Promise<Result<'done' | 'no-way', Outcome>> => {
  const offered = await jira.read(`/issue/${key}/transitions`);
  if (!offered.ok) return offered;
  const ends = listAt(offered.value, 'transitions').filter(
    (transition) => at(transition, 'to', 'statusCategory', 'key') === 'done',
  );
  const usual = ends.find((transition) => USUAL_NAMES.test(textAt(transition, 'name') ?? ''));
  const id = textAt(usual ?? ends[0], 'id');
  if (id === undefined) return ok((await isDone(jira, key)) ? 'done' : 'no-way');
  const moved = await jira.change(`/issue/${key}/transitions`, { transition: { id } });
  return moved.ok ? ok('done') : fail(moved.error);
};

const isDone = async (jira: CallJira, key: string): Promise<boolean> => {
  const issue = await jira.read(`/issue/${key}?fields=status`);
  return issue.ok && at(issue.value, 'fields', 'status', 'statusCategory', 'key') === 'done';
};
