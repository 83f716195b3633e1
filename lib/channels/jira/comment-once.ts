/**
 * Commenting is not idempotent, so each comment carries our delivery id as a property, which people do not see. Comments
 * are read, not searched: unlike the search for issues, this does not lag behind.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/
 */
import type { DeliveryAttempt } from '../../delivery/channel.ts';
import type { Outcome } from '../../delivery/outcome.ts';
import { at, type JsonObject, listAt, numberAt, textAt } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import type { CallJira } from './call-jira.ts';
import { labelOf } from './find-issues.ts';

const PROPERTY = 'rolecall';
/** Ours is among the youngest: a doubtful attempt is repeated within minutes, after an outage within days. */
const LOOKED_AT = 100;

interface Commenting {
  readonly key: string;
  readonly body: JsonObject;
  readonly attempt: DeliveryAttempt;
}

/** `found`: a doubtful attempt had arrived, and nothing was written again. */
export const commentOnce = async (
  jira: CallJira,
  { key, body, attempt }: Commenting,
): Promise<Result<'added' | 'found', Outcome>> => {
  // Says nothing about the access, as the labels of issues: whoever may see the issue can ask for properties.
  const mark = labelOf(attempt.deliveryId);
  if (attempt.doubtfulSince !== undefined) {
    const there = await isThere(jira, key, mark);
    if (!there.ok) return there;
    if (there.value) return ok('found');
  }
  return addComment(jira, key, { body, properties: [{ key: PROPERTY, value: { delivery: mark } }] });
};

export const addComment = async (
  jira: CallJira,
  key: string,
  comment: JsonObject,
): Promise<Result<'added', Outcome>> => {
  const answer = await jira.change(`/issue/${key}/comment`, comment);
  return answer.ok ? ok('added') : answer;
};

// The comments of an issue come without their properties, and only comments asked for by id come with them.
const isThere = async (jira: CallJira, key: string, mark: string): Promise<Result<boolean, Outcome>> => {
  const youngest = await jira.read(`/issue/${key}/comment?orderBy=-created&maxResults=${LOOKED_AT}`);
  if (!youngest.ok) return youngest;
  if (!Array.isArray(at(youngest.value, 'comments'))) return fail(NO_LIST);
  const ids = listAt(youngest.value, 'comments').flatMap((comment) => numberAt(comment, 'id') ?? []);
  if (ids.length === 0) return ok(false);
  const full = await jira.read('/comment/list?expand=properties', { ids });
  if (!full.ok) return full;
  if (!Array.isArray(at(full.value, 'values'))) return fail(NO_LIST);
  return ok(listAt(full.value, 'values').some((comment) => carries(comment, mark)));
};

const NO_LIST: Outcome = { kind: 'retry', code: 'answer-not-understood', detail: 'no list of comments' };

const carries = (comment: unknown, mark: string): boolean =>
  listAt(comment, 'properties').some(
    (property) => textAt(property, 'key') === PROPERTY && textAt(property, 'value', 'delivery') === mark,
  );
