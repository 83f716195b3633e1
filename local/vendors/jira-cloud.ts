/** Jira Cloud's REST API, version 3, as far as an alerting program uses it. */
import { jiraLimitHeaders } from './failure-reply.ts';
import { commentsOf, listComments } from './jira/comments.ts';
import { projectId, type JiraProject } from './jira/field-rules.ts';
import { addComment, createIssue, editIssue, linkIssues, moveIssue } from './jira/issue-writes.ts';
import { issueView, jiraIssues, transitions, type JiraIssue, type JiraIssues } from './jira/issues.ts';
import { removedSearch, searchAnswer } from './jira/search.ts';
import { rateLimit } from './rate-limit.ts';
import { jsonReply, type Vendor, type VendorReply, type VendorRequest } from './vendor.ts';

export interface JiraCloudOptions {
  readonly now: () => Date;
  readonly projects: readonly JiraProject[];
  readonly searchDelayMs: number;
}

const notFound = 'Issue does not exist or you do not have permission to see it.';

/** Any *.atlassian.net site; sites do not see each other's issues. */
export function jiraCloud(options: JiraCloudOptions): Vendor {
  const issues = jiraIssues();
  const { now } = options;
  // Atlassian publishes neither figure as a promise; these are generous to a well-behaved caller and stop a loop.
  const burst = rateLimit({ perSecond: 10, burst: 100, now });
  const perIssue = rateLimit({ perSecond: 2, burst: 20, now });
  return {
    name: 'jira-cloud',
    destinationOf: (host) => host,
    remember: issues.remember,
    answer: (request) => {
      const path = /^\/rest\/api\/3(\/.*)$/.exec(request.path)?.[1];
      if (path === undefined) return sentence(404, 'null for uri');
      // An API token with its e-mail address, or nothing.
      if (!hasBasicCredentials(request))
        return sentence(401, 'Client must be authenticated to access this resource.');
      const seconds = burst.secondsToWait(`${request.host} ${request.method} ${path.split('/')[1] ?? ''}`);
      if (seconds !== undefined) return tooMany(seconds, 'jira-burst-based', now());
      if (path === '/search') return removedSearch();
      if (path === '/search/jql')
        return searchAnswer(issues, { now, delayMs: options.searchDelayMs }, request);
      if (path === '/myself')
        return jsonReply(200, { accountId: 'local', displayName: 'Rolecall', active: true });
      if (path === '/issue' && request.method === 'POST')
        return createIssue(issues, options.projects, request);
      if (path === '/comment/list' && request.method === 'POST') return listComments(issues, request);
      if (path === '/issueLink' && request.method === 'POST') return linkIssues(issues, request);
      const project = /^\/project\/([^/]+)$/.exec(path)?.[1];
      if (project !== undefined) return projectAnswer(options.projects, project);
      const wanted = /^\/issue\/([A-Za-z0-9_-]+)(\/comment|\/transitions)?$/.exec(path);
      const issue = issues.find(request.host, wanted?.[1] ?? '');
      if (!wanted) return sentence(404, 'null for uri');
      if (!issue) return sentence(404, notFound);
      const wait =
        request.method === 'GET' ? undefined : perIssue.secondsToWait(`${request.host} ${issue.key}`);
      if (wait !== undefined) return tooMany(wait, 'jira-per-issue-on-write', now());
      return issueAnswer({ issues, projects: options.projects, issue, part: wanted[2] ?? '', request });
    },
  };
}

interface IssueQuestion {
  readonly issues: JiraIssues;
  readonly projects: readonly JiraProject[];
  readonly issue: JiraIssue;
  readonly part: string;
  readonly request: VendorRequest;
}

function issueAnswer({ issues, projects, issue, part, request }: IssueQuestion): VendorReply {
  switch (`${request.method} ${part}`) {
    case 'GET ': {
      const fields = (request.query.get('fields') ?? '*all').split(',');
      const properties = request.query.has('properties') ? { properties: issue.properties } : {};
      return jsonReply(200, { ...issueView(issue, fields), ...properties });
    }
    case 'PUT ':
      return editIssue(projects, issue, request);
    case 'GET /comment':
      return commentsOf(issue, request);
    case 'POST /comment':
      return addComment(issues, issue, request);
    case 'GET /transitions':
      return jsonReply(200, {
        transitions: transitions.map(({ id, name, category }) => ({
          id,
          name,
          to: { name, statusCategory: { key: category } },
        })),
      });
    case 'POST /transitions':
      return moveIssue(issue, request);
    default:
      return sentence(405, 'Method Not Allowed');
  }
}

function projectAnswer(projects: readonly JiraProject[], wished: string): VendorReply {
  const index = projects.findIndex((project, at) => project.key === wished || projectId(at) === wished);
  const project = projects[index];
  if (!project) return sentence(404, `No project could be found with key '${wished.slice(0, 60)}'.`);
  return jsonReply(200, {
    id: projectId(index),
    key: project.key,
    name: project.name,
    projectTypeKey: 'software',
  });
}

function hasBasicCredentials(request: VendorRequest): boolean {
  const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return false;
  const [user = '', token = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return user.includes('@') && token !== '';
}

function sentence(status: number, text: string): VendorReply {
  return jsonReply(status, { errorMessages: [text], errors: {} });
}

function tooMany(seconds: number, reason: string, now: Date): VendorReply {
  const headers = jiraLimitHeaders(String(seconds), seconds, reason, now);
  return jsonReply(429, { errorMessages: ['Rate limit exceeded.'], errors: {} }, headers);
}
