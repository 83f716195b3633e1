/** An HTTP proxy in front of one endpoint for one caller: recognises what is asked for and misbehaves by rule. */
import {
  Agent,
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { at, isObject, parseJson, textAt } from '../lib/kernel/json.ts';
import { callAwsJson } from '../local/aws-json.ts';
import type { EndpointName } from '../local/endpoint-for.ts';
import { closeServer, listen } from '../local/vendors/listen.ts';
import { type Exchange, keyOf, operationOf } from './exchange.ts';
import type { Answer, Fault, Rules } from './rule.ts';

export interface ProxyParts {
  readonly endpoint: EndpointName;
  readonly caller: string;
  readonly target: () => string;
  readonly rules: Rules;
  readonly nextNumber: () => number;
  /** Ends the caller's processes by SIGKILL. */
  readonly kill: (caller: string) => void;
  /** Sees every exchange that was answered by the endpoint itself. */
  readonly watch: (exchange: Exchange, answer: Answer) => void;
  /** Sees every exchange whose answer found nobody: the caller had given up, or died. */
  readonly unheard: (exchange: Exchange) => void;
  /** Sees every exchange when it arrives, with what will strike it. */
  readonly arrived: (exchange: Exchange, fault: Fault | undefined) => void;
}

export interface Proxy {
  readonly url: string;
  /** Nobody listens any more: connections are refused, as when a machine is down. */
  shut(): Promise<void>;
  /** Listens again, at the same address. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxy(parts: ProxyParts): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  const make = () =>
    createServer((request, response) => {
      serve(request, response, { ...parts, agent, ownUrl: url }).catch(() => response.destroy());
    });
  let server = make();
  let url = '';
  const port = await listen(server, 0);
  url = `http://127.0.0.1:${String(port)}`;
  let isOpen = true;
  const shut = async (): Promise<void> => {
    if (isOpen) await closeServer(server);
    isOpen = false;
  };
  return {
    url,
    shut,
    open: async () => {
      if (isOpen) return;
      server = make();
      if ((await listen(server, port)) !== port) throw new Error('the port of the proxy was taken meanwhile');
      isOpen = true;
    },
    close: async () => {
      await shut();
      agent.destroy();
    },
  };
}

interface Serving extends ProxyParts {
  readonly agent: Agent;
  readonly ownUrl: string;
}

async function serve(request: IncomingMessage, response: ServerResponse, parts: Serving): Promise<void> {
  const body = await readAll(request);
  const asked = {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: request.headers,
    body: body.toString('utf8'),
  };
  const exchange: Exchange = {
    number: parts.nextNumber(),
    caller: parts.caller,
    endpoint: parts.endpoint,
    operation: operationOf(asked, parts.endpoint),
    key: parts.endpoint === 'database' ? keyOf(asked.body) : '',
    body: asked.body,
  };
  const strike = parts.rules.strike(exchange);
  parts.arrived(exchange, strike?.fault);
  const pass = async (): Promise<Passed> => {
    const passed = await completed(await passOn(request, response, body, parts), asked.body, parts);
    parts.watch(exchange, { status: passed.status, headers: {}, body: passed.body.toString('utf8') });
    return passed;
  };
  if (strike === undefined) {
    const passed = await pass();
    if (response.destroyed) parts.unheard(exchange);
    return reply(response, passed);
  }
  // A caller that is to be killed is struck when it is dead: whoever comes next must not die with it.
  if (strike.fault.kind !== 'kill') strike.done();
  await misbehave(strike.fault, { request, response, pass, released: strike.released, parts });
  if (strike.fault.kind === 'kill') strike.done();
}

interface Victim {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly pass: () => Promise<Passed>;
  readonly released: Promise<void>;
  readonly parts: Serving;
}

async function misbehave(fault: Fault, { request, response, pass, released, parts }: Victim): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      await pause(fault.ms);
      return reply(response, await pass());
    case 'cut':
      if (fault.when === 'after') await pass();
      request.socket.resetAndDestroy();
      return;
    case 'answer':
      if (fault.when === 'after') await pass();
      return reply(response, { ...fault.answer, body: Buffer.from(fault.answer.body) });
    case 'twice':
      await pass();
      return reply(response, await pass());
    case 'kill':
      if (fault.when === 'after') await pass();
      parts.kill(parts.caller);
      request.socket.destroy();
      return;
    case 'hold':
      if (fault.when === 'before') await released;
      return holdAnswer(fault.when, { response, pass, released });
    case 'hang':
      return;
    case 'drip':
      return drip(response, await pass());
  }
}

async function holdAnswer(
  when: 'before' | 'after',
  { response, pass, released }: Pick<Victim, 'response' | 'pass' | 'released'>,
): Promise<void> {
  const passed = await pass();
  if (when === 'after') await released;
  reply(response, passed);
}

interface Passed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Queue URLs name the proxy, so that the SDK comes here: the endpoint itself must see its own address. */
function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  parts: Serving,
): Promise<Passed> {
  const target = new URL(parts.target());
  const sent =
    parts.endpoint === 'messaging'
      ? Buffer.from(body.toString('utf8').replaceAll(parts.ownUrl, parts.target()))
      : body;
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp(
      {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: target.host, 'content-length': String(sent.length) },
        agent: parts.agent,
      },
      (incoming) => {
        readAll(incoming).then(
          (answered) =>
            resolve({
              status: incoming.statusCode ?? 500,
              headers: headersOf(incoming),
              body: answered,
            }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    // A long poll that was given up must not go on taking messages.
    response.once('close', () => {
      if (!response.writableEnded && !outgoing.destroyed) outgoing.destroy(new Error('the caller is gone'));
    });
    outgoing.end(sent);
  });
}

/**
 * DynamoDB hands back the item that stood in the way when it was asked to; the laptop's table cannot, and the product asks
 * it again. Completed here, so that calls are counted as AWS would see them.
 */
async function completed(passed: Passed, askedBody: string, parts: Serving): Promise<Passed> {
  if (parts.endpoint !== 'database' || passed.status !== 400) return passed;
  const [asked, refusal] = [parseJson(askedBody), parseJson(passed.body.toString('utf8'))];
  const wantsItem = textAt(asked, 'ReturnValuesOnConditionCheckFailure') === 'ALL_OLD';
  if (!wantsItem || textAt(refusal, '__type')?.endsWith('#ConditionalCheckFailedException') !== true)
    return passed;
  const place = isObject(at(asked, 'Key')) ? at(asked, 'Key') : at(asked, 'Item');
  const answer = await callAwsJson({
    endpointUrl: parts.target(),
    region: 'us-east-1',
    target: 'DynamoDB_20120810.GetItem',
    body: {
      TableName: at(asked, 'TableName'),
      Key: { pk: at(place, 'pk'), sk: at(place, 'sk') },
      ConsistentRead: true,
    },
  });
  const { 'x-amz-crc32': _checksum, ...headers } = passed.headers;
  const body = {
    ...(isObject(refusal) ? refusal : {}),
    ...(answer['Item'] === undefined ? {} : { Item: answer['Item'] }),
  };
  return { ...passed, headers, body: Buffer.from(JSON.stringify(body)) };
}

const HOP_HEADERS = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

const headersOf = (incoming: IncomingMessage): Passed['headers'] =>
  Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) =>
      value === undefined || HOP_HEADERS.includes(name) ? [] : [[name, value]],
    ),
  );

function reply(response: ServerResponse, { status, headers, body }: Passed): void {
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...Object.fromEntries(Object.entries(headers).map(plain)), ...length });
  response.end(status === 204 ? undefined : body);
}

const plain = ([name, value]: [string, string | readonly string[]]): [string, string | string[]] => [
  name,
  typeof value === 'string' ? value : [...value],
];

async function drip(response: ServerResponse, { status, body }: Passed): Promise<void> {
  const text = body.length === 0 ? Buffer.from('ok') : body;
  response.writeHead(status === 204 ? 200 : status, { 'content-length': String(text.length) });
  for (const byte of text) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(1000);
  }
  response.end();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
