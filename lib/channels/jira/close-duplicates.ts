/** When an answer was lost and the search was late, one access can have two issues: the younger ones are closed. */
import type { CallJira } from './call-jira.ts';
import type { FoundIssue } from './find-issues.ts';
import { finishIssue } from './finish-issue.ts';
import { renderWords } from './render-issue.ts';

/** As many as fit into one attempt; the next attempt that finds more closes more. */
const AT_ONCE = 3;

/** Links each duplicate to the original and closes it. What fails here is left: the message itself has arrived. */
export const closeDuplicates = async (
  jira: CallJira,
  original: string,
  duplicates: readonly FoundIssue[],
): Promise<void> => {
  for (const { key } of duplicates.filter(({ done }) => !done).slice(0, AT_ONCE)) {
    await linkDuplicate(jira, original, key);
    await finishIssue(jira, key);
  }
};

const linkDuplicate = async (jira: CallJira, original: string, duplicate: string): Promise<void> => {
  // "inward" duplicates "outward": https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-links/
  const linked = await jira.change('/issueLink', {
    type: { name: 'Duplicate' },
    inwardIssue: { key: duplicate },
    outwardIssue: { key: original },
  });
  if (linked.ok) return;
  // The type may be missing or linking switched off: say it in words.
  await jira.change(`/issue/${duplicate}/comment`, { body: renderWords(`Duplicate of ${original}.`) });
};
