/** Reading comments: those of an issue, in pages, and those named by their ids, with their properties if wanted. */
import { isObject, listAt, parseJson } from '../json.ts';
import { jsonReply, type VendorReply, type VendorRequest } from '../vendor.ts';
import { commentView, type JiraIssue, type JiraIssues } from './issues.ts';

/** GET /rest/api/3/issue/KEY/comment. Properties are not among what it can be asked for. */
export function commentsOf(issue: JiraIssue, { query }: VendorRequest): VendorReply {
  const ordered = query.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  const startAt = Number(query.get('startAt') ?? 0) || 0;
  const maxResults = Math.min(5000, Number(query.get('maxResults') ?? 100) || 100);
  return jsonReply(200, {
    startAt,
    maxResults,
    total: issue.comments.length,
    comments: ordered.slice(startAt, startAt + maxResults).map((comment) => commentView(comment)),
  });
}

/** POST /rest/api/3/comment/list: at most 1,000 ids; those that do not exist are left out. */
export function listComments(issues: JiraIssues, request: VendorRequest): VendorReply {
  const input = parseJson(request.body);
  const ids = isObject(input) ? (listAt(input, 'ids') ?? []) : [];
  if (ids.length === 0 || ids.length > 1000 || !ids.every((id) => Number.isInteger(id))) {
    return jsonReply(400, { errorMessages: ['Provide between 1 and 1000 comment ids.'], errors: {} });
  }
  const wanted = new Set(ids.map(String));
  const withProperties = (request.query.get('expand') ?? '').split(',').includes('properties');
  const values = issues
    .of(request.host)
    .flatMap(({ comments }) => comments)
    .filter(({ id }) => wanted.has(id))
    .map((comment) => commentView(comment, withProperties));
  return jsonReply(200, { startAt: 0, maxResults: 1048576, total: values.length, isLast: true, values });
}
