/** The requests that change something in Jira: create, edit, comment, move, link. */
import { isObject, objectAt, parseJson, textAt, type JsonObject } from '../json.ts';
import type { Arrival } from '../kept-message.ts';
import { jsonReply, type VendorReply, type VendorRequest } from '../vendor.ts';
import { adfLiveMarkup, adfText, isValidAdf } from './adf.ts';
import {
  documentProblem,
  fieldProblems,
  findProject,
  type FieldProblems,
  type JiraProject,
} from './field-rules.ts';
import { decodeProperties, transitions, type JiraIssue, type JiraIssues } from './issues.ts';

/** POST /rest/api/3/issue */
export function createIssue(
  issues: JiraIssues,
  projects: readonly JiraProject[],
  request: VendorRequest,
): VendorReply {
  const input = parseJson(request.body);
  if (!isObject(input)) return refused(request, 'new', {}, 'There was an error parsing JSON.');
  const fields = objectAt(input, 'fields');
  const problems = fieldProblems(fields, projects, true);
  const project = findProject(fields, projects);
  if (problems || !project)
    return refused(request, 'new', { fields }, problems ?? 'Specify a valid project ID or key');
  const id = issues.nextId();
  const key = issues.nextKey(request.host, project.key);
  const body = { site: request.host, id, key, fields, properties: decodeProperties(input) };
  const self = `https://${request.host}/rest/api/3/issue/${id}`;
  return accepted(
    jsonReply(201, { id, key, self }),
    arrivalOf(body, 'new', textAt(fields, 'summary') ?? ''),
    '201 created',
  );
}

/** PUT /rest/api/3/issue/KEY */
export function editIssue(
  projects: readonly JiraProject[],
  issue: JiraIssue,
  request: VendorRequest,
): VendorReply {
  const input = parseJson(request.body);
  if (!isObject(input)) return refused(request, 'update', {}, 'There was an error parsing JSON.');
  const changes = { ...objectAt(input, 'fields'), ...labelUpdates(issue, objectAt(input, 'update')) };
  const problems = fieldProblems(changes, projects, false);
  if (problems) return refused(request, 'update', { key: issue.key, fields: changes }, problems);
  const body = { site: issue.site, key: issue.key, fields: changes, properties: decodeProperties(input) };
  return accepted(
    noContent,
    arrivalOf(body, 'update', `Edited ${Object.keys(changes).join(', ')}`),
    '204 no content',
  );
}

/** POST /rest/api/3/issue/KEY/comment */
export function addComment(issues: JiraIssues, issue: JiraIssue, request: VendorRequest): VendorReply {
  const parsed = parseJson(request.body);
  const input: JsonObject = isObject(parsed) ? parsed : {};
  const comment = input['body'];
  if (comment === undefined)
    return refused(request, 'comment', { key: issue.key }, 'Comment body can not be empty!');
  const wrong = documentProblem(comment) ?? (isValidAdf(comment) ? undefined : 'INVALID_INPUT');
  if (wrong !== undefined) return refused(request, 'comment', { key: issue.key, comment }, wrong);
  const id = issues.nextCommentId();
  const body = { site: issue.site, key: issue.key, id, comment, properties: decodeProperties(input) };
  return accepted(
    jsonReply(201, {
      id,
      body: comment,
      self: `https://${issue.site}/rest/api/3/issue/${issue.id}/comment/${id}`,
    }),
    { ...arrivalOf(body, 'comment', adfText(comment).trim().slice(0, 160)), live: adfLiveMarkup(comment) },
    '201 created',
  );
}

/** POST /rest/api/3/issue/KEY/transitions */
export function moveIssue(issue: JiraIssue, request: VendorRequest): VendorReply {
  const input = parseJson(request.body);
  const wished = objectAt(isObject(input) ? input : {}, 'transition');
  const target = transitions.find((item) => item.id === String(wished['id']));
  if (!target) {
    const sentence = 'The transition identifier is not valid for this issue.';
    return refused(request, 'transition', { key: issue.key }, sentence);
  }
  const body = { site: issue.site, key: issue.key, status: target.name };
  return accepted(noContent, arrivalOf(body, 'transition', `Moved to ${target.name}`), '204 no content');
}

/** POST /rest/api/3/issueLink */
export function linkIssues(issues: JiraIssues, request: VendorRequest): VendorReply {
  const input = parseJson(request.body);
  const link: JsonObject = isObject(input) ? input : {};
  const type = textAt(objectAt(link, 'type'), 'name') ?? '';
  const inward = issues.find(request.host, textAt(objectAt(link, 'inwardIssue'), 'key') ?? '');
  const outward = issues.find(request.host, textAt(objectAt(link, 'outwardIssue'), 'key') ?? '');
  if (!linkTypes.includes(type)) {
    return refused(request, 'link', {}, `No issue link type with name '${type.slice(0, 60)}' found.`, 404);
  }
  if (!inward || !outward) {
    return refused(request, 'link', {}, 'Issue does not exist or you do not have permission to see it.', 404);
  }
  const body = { site: request.host, key: inward.key, type, to: outward.key };
  return accepted(
    { status: 201, body: '' },
    arrivalOf(body, 'link', `${type} ${outward.key}`),
    '201 created',
  );
}

const linkTypes = ['Relates', 'Blocks', 'Cloners', 'Duplicate'];
const noContent: VendorReply = { status: 204, body: '' };

function labelUpdates(issue: JiraIssue, update: JsonObject): JsonObject {
  const steps = update['labels'];
  if (!Array.isArray(steps)) return {};
  const list: readonly unknown[] = steps;
  const before = Array.isArray(issue.fields['labels']) ? issue.fields['labels'].map(String) : [];
  const labels = list.reduce<readonly string[]>((now, step) => {
    if (!isObject(step)) return now;
    const gone = now.filter((label) => label !== step['remove']);
    return typeof step['add'] === 'string' && !gone.includes(step['add']) ? [...gone, step['add']] : gone;
  }, before);
  return { labels };
}

function arrivalOf(body: JsonObject, action: Arrival['action'], summary: string): Arrival {
  const site = textAt(body, 'site') ?? '';
  const key = textAt(body, 'key') ?? '';
  const description = objectAt(body, 'fields')['description'];
  return {
    destinationHint: `${site} ${key.replace(/-\d+$/, '')}`,
    action,
    thing: `${site} ${key}`,
    summary,
    body,
    live: adfLiveMarkup(description),
  };
}

function accepted(reply: VendorReply, arrival: Arrival, word: string): VendorReply {
  return { ...reply, arrival, accepted: true, word };
}

function refused(
  request: VendorRequest,
  action: Arrival['action'],
  body: JsonObject,
  problem: FieldProblems | string,
  status = 400,
): VendorReply {
  const problems = typeof problem === 'string' ? { errorMessages: [problem], errors: {} } : problem;
  const words = [...problems.errorMessages, ...Object.values(problems.errors)].join(' ');
  return {
    ...jsonReply(status, problems),
    accepted: false,
    word: `${String(status)} ${words}`.slice(0, 300),
    arrival: {
      destinationHint: request.host,
      action,
      thing: null,
      summary: (textAt(objectAt(body, 'fields'), 'summary') ?? '').slice(0, 300),
      body,
      live: [],
    },
  };
}
