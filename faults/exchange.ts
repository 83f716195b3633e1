/** One request that went through a proxy, in words a rule can match. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson, textAt } from '../lib/kernel/json.ts';
import type { EndpointName } from '../local/endpoint-for.ts';

export interface Exchange {
  /** In order of arrival over all proxies of a stage. */
  readonly number: number;
  /** Who asked: a function by its name in `serverless.yml`, `poller` or `bus`. */
  readonly caller: string;
  readonly endpoint: EndpointName;
  /** `DynamoDB.PutItem`, `SNS.Publish`, `POST hooks.slack.com`, `POST acme.atlassian.net/rest/api/3/issue`. */
  readonly operation: string;
  /** Of a DynamoDB item or an index: `access#1.a delivery#slack`. Empty elsewhere. */
  readonly key: string;
  readonly body: string;
}

/** What is kept of an exchange for counting. */
export interface Noted extends Omit<Exchange, 'body'> {
  /** Milliseconds of the machine's steady clock. */
  readonly at: number;
  /** Ids of accesses that the request names. */
  readonly accessIds: readonly string[];
}

export interface Request {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  AmazonSQS: 'SQS',
  AmazonSSM: 'SSM',
  AWSEvents: 'EventBridge',
  CloudTrail_20131101: 'CloudTrail',
};

const QUERY_SERVICES: Readonly<Record<string, string>> = { ListRoles: 'IAM' };

/** The name of what is asked for. */
export function operationOf({ method, target, headers, body }: Request, endpoint: EndpointName): string {
  const amzTarget = headers['x-amz-target'];
  if (typeof amzTarget === 'string') {
    const [action = '', service = ''] = amzTarget.split('.').reverse();
    return `${SERVICES[service] ?? service}.${action}`;
  }
  const path = target.split('?')[0] ?? target;
  if (endpoint === 'vendors') return `${method} ${vendorPath(path)}`;
  if (path.startsWith('/s3/')) return `S3.${S3_ACTIONS[method] ?? method}`;
  const action = new URLSearchParams(body).get('Action') ?? path;
  return `${QUERY_SERVICES[action] ?? (endpoint === 'messaging' ? 'SNS' : 'AWS')}.${action}`;
}

const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  PUT: 'PutObject',
  HEAD: 'HeadObject',
};

/** The path of a webhook is its password: only hosts with an API of their own keep theirs. */
function vendorPath(path: string): string {
  const [, host = '', ...rest] = path.split('/');
  const hasApi = host === 'slack.com' || host.endsWith('.atlassian.net');
  return hasApi ? [host, ...rest].join('/') : host;
}

const SENDS: readonly RegExp[] = [
  /^SNS\.Publish$/,
  /^SSM\.CreateOpsItem$/,
  /^POST hooks\./,
  /^POST slack\.com\/api\/chat\.postMessage$/,
  /^POST [a-z-]+\.atlassian\.net\/rest\/api\/3\/issue$/,
];

const READS = /\.(Query|GetItem|Scan|LookupEvents|GetParameters?|Receive|List|Head|GetObject|Describe)/;

/** Whether it may change something: a crash around a question is a crash around what comes next. */
export const isEffect = ({ operation }: Pick<Exchange, 'operation'>): boolean =>
  !READS.test(operation) && !operation.startsWith('GET ');

/** Whether a person would be told by it. */
export const isSend = ({ operation }: Pick<Exchange, 'operation'>): boolean =>
  SENDS.some((pattern) => pattern.test(operation));

/** Key of the item, or name of the index. */
export function keyOf(body: string): string {
  const json = parseJson(body);
  const key = ['Key', 'Item'].flatMap((name) => {
    const pk = textAt(json, name, 'pk', 'S');
    return pk === undefined ? [] : [`${pk} ${textAt(json, name, 'sk', 'S') ?? ''}`];
  });
  return key[0] ?? textAt(json, 'IndexName') ?? '';
}
