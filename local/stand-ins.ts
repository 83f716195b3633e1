/**
 * One loopback server for the AWS APIs that need no program of their own: EventBridge, CloudTrail, IAM, STS, KMS, Organizations, S3 and what the doctor asks. Anything
 * else is refused here, so that nothing a function asks for ever leaves this machine. `/ring`, `/probe` and `/alive` are the
 * laptop's own doors, for `rolecall ring` and for a second `npm start`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isObject, type JsonObject, parseJson, textAt } from '../lib/kernel/json.ts';
import type { RoleArn } from '../lib/kernel/arn.ts';
import type { AccountStandIns } from './account-stand-ins.ts';
import type { BucketAnswer, BucketRequest } from './buckets.ts';
import { signedRegion } from './aws-json.ts';
import { type EventBus, ruleState } from './event-bus.ts';
import type { EventWorld } from './event-world.ts';
import type { Injected, InjectOptions } from './inject-record.ts';
import { listRoles } from './list-roles.ts';
import { LookupRefused, type LookUpEvents } from './look-up-events.ts';
import { guardLoopback } from './loopback-only.ts';
import { putEvents, type PutEventsParts } from './put-events.ts';
import { readBytes } from './read-bytes.ts';
import { presentRoleWithTrust, type WhatAwsKnows } from './what-aws-knows.ts';

export interface StandInParts extends PutEventsParts {
  readonly lookUp: LookUpEvents;
  /** The rules of every Region of the account. */
  readonly world: Pick<EventWorld, 'inRegion'>;
  readonly roles: () => readonly RoleArn[];
  /** What IAM and Organizations answer beside that. */
  readonly known: WhatAwsKnows;
  /** Whose IAM is played. */
  readonly accountId: string;
  /** What the doctor asks, and STS. */
  readonly account: AccountStandIns;
  readonly buckets: (request: BucketRequest) => Promise<BucketAnswer>;
  readonly inject: (event: JsonObject, options: InjectOptions) => Promise<Injected>;
  /** Has the destinations asked now, as the schedule does every hour. */
  readonly probe: () => Promise<JsonObject>;
  /** Tells a caller which laptop this is. */
  readonly identity: JsonObject;
}

type Answer = BucketAnswer;

/** Where the S3 stand-in begins. */
export const BUCKETS_PATH = '/s3';
/** A server that is not listening yet. */
export function standInServer(parts: StandInParts): Server {
  const server = createServer((request, response) => {
    answer(request, parts)
      .catch(() => json(500, { __type: 'InternalFailure' }))
      .then((given) => send(response, given))
      .catch(() => response.destroy());
  });
  guardLoopback(server);
  return server;
}

async function answer(request: IncomingMessage, parts: StandInParts): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBytes(request);
  if (body === undefined) return json(413, { __type: 'RequestTooLarge' });
  if (url.pathname.startsWith(`${BUCKETS_PATH}/`)) {
    return parts.buckets({
      method: request.method ?? 'GET',
      path: url.pathname.slice(BUCKETS_PATH.length),
      query: url.searchParams,
      headers: request.headers,
      body,
    });
  }
  if (url.pathname === '/alive') return json(200, parts.identity);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return answerJson(target, request, body, parts);
  if (url.pathname === '/ring') return ring(body, parts);
  if (url.pathname === '/probe') return json(200, await parts.probe());
  const byPath = parts.account.path(url.pathname);
  if (byPath !== undefined) return json(200, byPath);
  const parameters = new URLSearchParams(body.toString('utf8'));
  const token = request.headers['x-amz-security-token'];
  const ofAccount = await parts.account.query(parameters, typeof token === 'string' ? token : undefined);
  return ofAccount === undefined
    ? answerQuery(parameters, parts)
    : { status: ofAccount.status, headers: { 'content-type': 'text/xml' }, body: ofAccount.xml };
}

async function answerJson(
  target: string,
  request: IncomingMessage,
  body: Buffer,
  parts: StandInParts,
): Promise<Answer> {
  const input = parseJson(body.toString('utf8'));
  if (!isObject(input)) return json(400, { __type: 'SerializationException' });
  const action = target.slice(target.lastIndexOf('.') + 1);
  const region = signedRegion(request.headers.authorization) ?? parts.region;
  const ofAccount = parts.account.json(action, input, region);
  if (ofAccount !== undefined) return json(200, ofAccount);
  switch (action) {
    case 'PutEvents': {
      const answered = await putEvents(input, parts);
      return answered === undefined ? json(400, { __type: 'ValidationException' }) : json(200, answered);
    }
    case 'LookupEvents':
      return lookUp(input, region, parts);
    case 'DescribeAccount':
      return describeAccount(textAt(input, 'AccountId') ?? '', parts);
    case 'DescribeRule':
    case 'EnableRule':
    case 'DisableRule':
      return answerRules(target, textAt(input, 'Name'), parts.world.inRegion(region)?.bus);
    default:
      return json(400, {
        __type: 'UnknownOperationException',
        message: `${target} is not played on the laptop`,
      });
  }
}

function describeAccount(accountId: string, { known }: StandInParts): Answer {
  const name = known.accountName(accountId);
  return name === undefined
    ? json(400, { __type: 'AccountNotFoundException', Message: 'No such account in the organization.' })
    : json(200, { Account: { Id: accountId, Name: name, Status: 'ACTIVE' } });
}

function lookUp(input: JsonObject, region: string, parts: StandInParts): Answer {
  try {
    return json(200, parts.lookUp(input, region));
  } catch (error) {
    if (!(error instanceof LookupRefused)) throw error;
    return json(400, { __type: error.code, message: error.message });
  }
}

function answerRules(target: string, name: string | undefined, bus: EventBus | undefined): Answer {
  const described = (bus?.rules() ?? []).map((rule) => ({ Name: rule.name, State: rule.state }));
  const rule = described.find((each) => each.Name === name);
  if (rule === undefined) return json(400, { __type: 'ResourceNotFoundException' });
  if (target.endsWith('.DescribeRule')) return json(200, rule);
  // EnableRule has no way to ask for the long state, so the rule comes back deaf to read-only events.
  bus?.setState(rule.Name, ruleState(target.endsWith('.EnableRule') ? 'ENABLED' : 'DISABLED'));
  return json(200, {});
}

/** Body: `{"event": <record or envelope>, "withhold"?: true}`. */
async function ring(body: Buffer, parts: StandInParts): Promise<Answer> {
  const asked = parseJson(body.toString('utf8'));
  const event = isObject(asked) ? asked['event'] : undefined;
  if (!isObject(asked) || !isObject(event)) return json(400, { message: 'an event is a JSON object' });
  const injected = await parts.inject(event, { withhold: asked['withhold'] === true });
  return json(200, { ...injected });
}

function answerQuery(parameters: URLSearchParams, parts: StandInParts): Answer {
  const action = parameters.get('Action');
  if (action === 'ListRoles') {
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: listRoles(parts.roles(), parameters, parts.known.trustOf),
    };
  }
  if (action === 'GetRole') return getRole(parameters.get('RoleName') ?? '', parts);
  return refusal(400, 'InvalidAction', 'This action is not played on the laptop');
}

/** The account that is played has one role of a name; roles of the others are beyond it. */
function getRole(name: string, { roles, known, accountId }: StandInParts): Answer {
  const role = roles().find((each) => each.name === name && each.accountId === accountId);
  if (role === undefined) return refusal(404, 'NoSuchEntity', 'The role cannot be found.');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: presentRoleWithTrust(role, known.trustOf(role)),
  };
}

const refusal = (status: number, code: string, words: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${words}</Message></Error></ErrorResponse>`,
});

const json = (status: number, body: JsonObject): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

function send(response: ServerResponse, given: Answer): void {
  response.writeHead(given.status, given.headers);
  response.end(given.body);
}
