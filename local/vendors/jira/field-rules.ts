/** What Jira Cloud refuses in the fields of an issue, in Jira's words. */
import { isObject, textAt, type JsonObject } from '../json.ts';
import { adfText, claimsToBeAdf, isValidAdf } from './adf.ts';

export interface JiraProject {
  readonly key: string;
  readonly name: string;
}

export const issueTypes = ['Task', 'Bug', 'Story', 'Incident', 'Epic'] as const;
export const priorities = ['Highest', 'High', 'Medium', 'Low', 'Lowest'] as const;
export const textLimit = 32_767;

const settable = [
  'project',
  'summary',
  'description',
  'issuetype',
  'labels',
  'priority',
  'assignee',
  'reporter',
  'duedate',
  'parent',
  'components',
  'environment',
];

export interface FieldProblems {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
}

/** Undefined when Jira would take the fields. `creating`: project, type and summary must be there. */
export function fieldProblems(
  fields: JsonObject,
  projects: readonly JiraProject[],
  creating: boolean,
): FieldProblems | undefined {
  const errors: Record<string, string> = {};
  const note = (field: string, problem: string | undefined): void => {
    if (problem !== undefined) errors[field] = problem;
  };
  for (const field of Object.keys(fields)) {
    if (settable.includes(field) || field.startsWith('customfield_')) continue;
    note(field, `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`);
  }
  if (creating)
    note('project', findProject(fields, projects) ? undefined : 'Specify a valid project ID or key');
  if (creating || fields['issuetype'] !== undefined) note('issuetype', issueTypeProblem(fields['issuetype']));
  if (creating || fields['summary'] !== undefined) note('summary', summaryProblem(fields['summary']));
  if (fields['labels'] !== undefined) note('labels', labelsProblem(fields['labels']));
  if (fields['priority'] !== undefined) note('priority', priorityProblem(fields['priority']));
  const description = fields['description'];
  if (description !== undefined && description !== null) note('description', documentProblem(description));
  if (Object.keys(errors).length > 0) return { errorMessages: [], errors };
  const broken = description !== undefined && description !== null && !isValidAdf(description);
  return broken ? { errorMessages: ['INVALID_INPUT'], errors: {} } : undefined;
}

/** The project named by key or id. */
export function findProject(fields: JsonObject, projects: readonly JiraProject[]): JiraProject | undefined {
  const wished = fields['project'];
  if (!isObject(wished)) return undefined;
  return projects.find(
    (project, index) => project.key === wished['key'] || projectId(index) === wished['id'],
  );
}

/** Jira's numeric id of the n-th project. */
export function projectId(index: number): string {
  return String(10_000 + index);
}

/** Why a rich text is not one, or is too long. */
export function documentProblem(value: unknown): string | undefined {
  if (!claimsToBeAdf(value))
    return 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  return adfText(value).length > textLimit
    ? 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.'
    : undefined;
}

function summaryProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return 'You must specify a summary of the issue.';
  if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
  return value.length > 255 ? "Summary can't exceed 255 characters." : undefined;
}

function labelsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'data was not an array';
  const list: readonly unknown[] = value;
  for (const label of list) {
    if (typeof label !== 'string' || label === '') return 'string expected at index 0';
    if (/\s/.test(label)) return `The label '${label}' contains spaces which is invalid.`;
    if (label.length > 255) return `The label '${label.slice(0, 20)}...' exceeds 255 characters.`;
  }
  return undefined;
}

function issueTypeProblem(value: unknown): string | undefined {
  const name = isObject(value) ? textAt(value, 'name') : undefined;
  const id = isObject(value) ? textAt(value, 'id') : undefined;
  const exists = issueTypes.some((type) => type === name) || (id !== undefined && /^\d+$/.test(id));
  return exists ? undefined : 'Specify a valid issue type';
}

function priorityProblem(value: unknown): string | undefined {
  const name = isObject(value) ? textAt(value, 'name') : undefined;
  const id = isObject(value) ? textAt(value, 'id') : undefined;
  const exists = priorities.some((priority) => priority === name) || (id !== undefined && /^[1-5]$/.test(id));
  return exists ? undefined : 'The priority selected is invalid.';
}
