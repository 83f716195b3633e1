/** The issues of the pretended Jira: rebuilt from the kept messages. */
import { isObject, listAt, objectAt, textAt, type JsonObject } from '../json.ts';
import type { KeptMessage } from '../kept-message.ts';

export interface JiraComment {
  readonly id: string;
  readonly body: unknown;
  readonly created: string;
  readonly properties: JsonObject;
}

export interface JiraIssue {
  readonly site: string;
  readonly id: string;
  readonly key: string;
  readonly created: string;
  readonly updated: string;
  readonly fields: JsonObject;
  readonly properties: JsonObject;
  readonly status: string;
  readonly comments: readonly JiraComment[];
  readonly links: readonly JsonObject[];
}

export const transitions = [
  { id: '11', name: 'To Do', category: 'new' },
  { id: '21', name: 'In Progress', category: 'indeterminate' },
  { id: '31', name: 'Done', category: 'done' },
] as const;

export interface JiraIssues {
  readonly nextId: () => string;
  readonly nextCommentId: () => string;
  readonly nextKey: (site: string, project: string) => string;
  readonly find: (site: string, idOrKey: string) => JiraIssue | undefined;
  readonly of: (site: string) => readonly JiraIssue[];
  readonly remember: (message: KeptMessage) => void;
}

/** An empty Jira. */
export function jiraIssues(): JiraIssues {
  const issues = new Map<string, JiraIssue>();
  const of = (site: string): readonly JiraIssue[] =>
    [...issues.values()].filter((issue) => issue.site === site);
  return {
    nextId: () => String(10_001 + issues.size),
    // Comments are numbered over all issues and sites: they can be asked for by their number alone.
    nextCommentId: () =>
      String(20_001 + [...issues.values()].reduce((count, issue) => count + issue.comments.length, 0)),
    nextKey: (site, project) => {
      const count = of(site).filter((issue) => issue.key.startsWith(`${project}-`)).length;
      return `${project}-${String(count + 1)}`;
    },
    find: (site, idOrKey) => of(site).find((issue) => issue.key === idOrKey || issue.id === idOrKey),
    of,
    remember: (message) => {
      const site = textAt(message.body, 'site') ?? '';
      const key = textAt(message.body, 'key') ?? '';
      const before = issues.get(`${site} ${key}`);
      const after =
        message.action === 'new' ? created(message, site, key) : before && changed(before, message);
      if (after) issues.set(`${site} ${key}`, after);
    },
  };
}

function created(message: KeptMessage, site: string, key: string): JiraIssue {
  return {
    site,
    key,
    id: textAt(message.body, 'id') ?? '0',
    created: message.at,
    updated: message.at,
    fields: objectAt(message.body, 'fields'),
    properties: objectAt(message.body, 'properties'),
    status: 'To Do',
    comments: [],
    links: [],
  };
}

function changed(issue: JiraIssue, message: KeptMessage): JiraIssue {
  const after = { ...issue, updated: message.at };
  const { body } = message;
  switch (message.action) {
    case 'comment': {
      const comment = {
        id: textAt(body, 'id') ?? '0',
        body: body['comment'],
        created: message.at,
        properties: objectAt(body, 'properties'),
      };
      return { ...after, comments: [...issue.comments, comment] };
    }
    case 'transition':
      return { ...after, status: textAt(body, 'status') ?? issue.status };
    case 'link':
      return { ...after, links: [...issue.links, body] };
    default:
      return {
        ...after,
        fields: { ...issue.fields, ...objectAt(body, 'fields') },
        properties: { ...issue.properties, ...objectAt(body, 'properties') },
      };
  }
}

/** Entity properties as they come in a request: a list of key and value. */
export function decodeProperties(body: JsonObject): JsonObject {
  return Object.fromEntries(
    (listAt(body, 'properties') ?? []).flatMap((item) => {
      const key = isObject(item) ? textAt(item, 'key') : undefined;
      return key !== undefined && isObject(item) ? [[key, item['value']]] : [];
    }),
  );
}

/** A comment as Jira shows it: its properties only when they are asked for. */
export function commentView({ properties, ...comment }: JiraComment, withProperties = false): JsonObject {
  const list = Object.entries(properties).map(([key, value]) => ({ key, value }));
  return {
    ...comment,
    created: comment.created.replace('Z', '+0000'),
    ...(withProperties ? { properties: list } : {}),
  };
}

/** An issue as Jira shows it, with the fields that were asked for. */
export function issueView(issue: JiraIssue, wanted: readonly string[]): JsonObject {
  const all: JsonObject = {
    ...issue.fields,
    labels: issue.fields['labels'] ?? [],
    status: statusView(issue.status),
    created: issue.created.replace('Z', '+0000'),
    updated: issue.updated.replace('Z', '+0000'),
    comment: {
      comments: issue.comments.map((comment) => commentView(comment)),
      total: issue.comments.length,
    },
    issuelinks: issue.links,
  };
  const everything = wanted.includes('*all') || wanted.includes('*navigable');
  const fields = Object.fromEntries(
    Object.entries(all).filter(([name]) => everything || wanted.includes(name)),
  );
  return {
    id: issue.id,
    key: issue.key,
    self: `https://${issue.site}/rest/api/3/issue/${issue.id}`,
    ...(wanted.length === 0 || wanted.every((name) => name === 'id') ? {} : { fields }),
  };
}

function statusView(status: string): JsonObject {
  const category = transitions.find((item) => item.name === status)?.category ?? 'new';
  return { name: status, statusCategory: { key: category, name: category === 'done' ? 'Done' : status } };
}
