/** POST and GET /rest/api/3/search/jql: pages by token, only the fields asked for, and a memory that lags behind. */
import { isObject, listAt, parseJson, textAt, textsAt, type JsonObject } from '../json.ts';
import { jsonReply, type VendorReply, type VendorRequest } from '../vendor.ts';
import { issueView, type JiraIssue, type JiraIssues } from './issues.ts';
import { parseJql } from './jql.ts';

export interface SearchClock {
  readonly now: () => Date;
  /** How long a new issue stays invisible to searches. */
  readonly delayMs: number;
}

/** Jira's answer to a search on one site. */
export function searchAnswer(issues: JiraIssues, clock: SearchClock, request: VendorRequest): VendorReply {
  const args = request.method === 'GET' ? fromQuery(request.query) : parseJson(request.body);
  if (!isObject(args) || args['startAt'] !== undefined) {
    return problem('Invalid request payload. Refer to the REST API documentation and try again.');
  }
  const jql = parseJql(textAt(args, 'jql') ?? '');
  if ('problem' in jql) return problem(jql.problem);
  const reconcile = (listAt(args, 'reconcileIssues') ?? []).map(String);
  if (reconcile.length > 50) return problem('The number of reconcileIssues must not exceed 50.');
  const start = decodeToken(textAt(args, 'nextPageToken'));
  if (start === undefined) return problem('The provided next page token is invalid or expired.');
  const horizon = clock.now().getTime() - clock.delayMs;
  const visible = (issue: JiraIssue): boolean =>
    reconcile.includes(issue.id) || new Date(issue.created).getTime() <= horizon;
  const found = issues.of(request.host).filter((issue) => visible(issue) && jql.filter(issue));
  if (!/\border\s+by\s+created\s+asc\b/i.test(textAt(args, 'jql') ?? '')) found.reverse();
  const size = Math.min(100, Math.max(1, Number(args['maxResults'] ?? 50) || 50));
  const isLast = found.length <= start + size;
  return jsonReply(200, {
    issues: found.slice(start, start + size).map((issue) => issueView(issue, textsAt(args, 'fields'))),
    isLast,
    ...(isLast ? {} : { nextPageToken: Buffer.from(`page:${String(start + size)}`).toString('base64') }),
  });
}

/** /rest/api/3/search: taken away by Atlassian, with directions. */
export function removedSearch(): VendorReply {
  const sentence =
    'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
  return jsonReply(410, { errorMessages: [sentence], errors: {} });
}

function problem(sentence: string): VendorReply {
  return jsonReply(400, { errorMessages: [sentence], errors: {} });
}

function fromQuery(query: URLSearchParams): JsonObject {
  const fields = query.get('fields');
  const reconcile = query.get('reconcileIssues');
  return {
    ...Object.fromEntries(query),
    ...(fields === null ? {} : { fields: fields.split(',') }),
    ...(reconcile === null ? {} : { reconcileIssues: reconcile.split(',') }),
  };
}

function decodeToken(token: string | undefined): number | undefined {
  if (token === undefined) return 0;
  const digits = /^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
