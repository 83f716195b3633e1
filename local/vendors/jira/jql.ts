/** The part of JQL a caller needs to find its own tickets: clauses joined by AND, an order that is not looked at. */
import { isObject, textAt, type JsonObject } from '../json.ts';
import { adfText } from './adf.ts';
import { transitions, type JiraIssue } from './issues.ts';

export type JqlFilter = (issue: JiraIssue) => boolean;

/** A filter, or Jira's sentence about what is wrong. */
export function parseJql(jql: string): { readonly filter: JqlFilter } | { readonly problem: string } {
  const where = jql.replace(/\border\s+by\b.*$/is, '').trim();
  if (where === '') {
    return {
      problem: 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    };
  }
  const filters: JqlFilter[] = [];
  for (const clause of splitByAnd(where)) {
    const filter = clauseFilter(clause);
    if (typeof filter === 'string') return { problem: filter };
    filters.push(filter);
  }
  return { filter: (issue) => filters.every((filter) => filter(issue)) };
}

/** Splits at AND outside quotes. */
function splitByAnd(where: string): readonly string[] {
  const pieces = where.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+and\s+|[^"'\s]+|\s+/gi) ?? [];
  const clauses = [''];
  for (const piece of pieces) {
    if (/^\s+and\s+$/i.test(piece)) clauses.push('');
    else clauses[clauses.length - 1] = `${clauses.at(-1) ?? ''}${piece}`;
  }
  return clauses.map((clause) => clause.trim());
}

const clausePattern = /^("[^"]+"|[\w.[\]-]+)\s*(!=|!~|>=|<=|=|~|>|<|\bnot\s+in\b|\bin\b|\bis\b)\s*(.+)$/is;

function clauseFilter(clause: string): JqlFilter | string {
  const match = clausePattern.exec(clause);
  if (!match) return `Error in the JQL Query: Expecting operator but got '${clause.slice(0, 60)}'.`;
  const field = unquote(match[1] ?? '');
  const operator = (match[2] ?? '').toLowerCase().replace(/\s+/g, ' ');
  const values = valuesOf(match[3] ?? '');
  if (['created', 'updated', 'createddate'].includes(field.toLowerCase())) return () => true;
  const read = reader(field);
  if (!read) return `Field '${field}' does not exist or you do not have permission to view it.`;
  const hit: JqlFilter = (issue) => {
    const actual = read(issue).map((value) => value.toLowerCase());
    return values.some((value) =>
      operator === '~' || operator === '!~'
        ? actual.some((text) => text.includes(value.toLowerCase()))
        : actual.includes(value.toLowerCase()),
    );
  };
  if (['=', 'in', '~'].includes(operator)) return hit;
  if (['!=', 'not in', '!~'].includes(operator)) return (issue) => !hit(issue);
  return `The operator '${operator}' is not supported by the '${field}' field.`;
}

function reader(field: string): ((issue: JiraIssue) => readonly string[]) | undefined {
  const property = /^issue\.property\[([^\]]+)\]\.(.+)$/i.exec(field);
  if (property) return (issue) => propertyValue(issue.properties[property[1] ?? ''], property[2] ?? '');
  switch (field.toLowerCase()) {
    case 'project':
      return (issue) => [issue.key.replace(/-\d+$/, '')];
    case 'labels':
      return (issue) => texts(issue.fields['labels']);
    case 'key':
    case 'issuekey':
    case 'issue':
    case 'id':
      return (issue) => [issue.key, issue.id];
    case 'status':
      return (issue) => [issue.status];
    case 'statuscategory':
      return (issue) => categoryNames(issue.status);
    case 'summary':
      return (issue) => [textAt(issue.fields, 'summary') ?? ''];
    case 'text':
      return (issue) => [textAt(issue.fields, 'summary') ?? '', adfText(issue.fields['description'])];
    case 'issuetype':
    case 'type':
      return (issue) => named(issue.fields['issuetype']);
    case 'priority':
      return (issue) => named(issue.fields['priority']);
    default:
      return undefined;
  }
}

function categoryNames(status: string): readonly string[] {
  const category = transitions.find((item) => item.name === status)?.category ?? 'new';
  return category === 'done' ? ['Done', 'done'] : [status, category];
}

function propertyValue(value: unknown, path: string): readonly string[] {
  const found = path
    .split('.')
    .reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  return ['string', 'number', 'boolean'].includes(typeof found) ? [String(found)] : [];
}

function named(value: unknown): readonly string[] {
  const object: JsonObject = isObject(value) ? value : {};
  const name = textAt(object, 'name');
  return name === undefined ? [] : [name];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function valuesOf(text: string): readonly string[] {
  const inside = /^\((.*)\)$/s.exec(text.trim())?.[1] ?? text.trim();
  const quoted = inside.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,]+/g) ?? [];
  return quoted.map((value) => unquote(value.trim())).filter((value) => value !== '');
}

function unquote(text: string): string {
  const inside = /^(["'])(.*)\1$/s.exec(text)?.[2];
  return inside === undefined ? text : inside.replace(/\\(.)/g, '$1');
}
