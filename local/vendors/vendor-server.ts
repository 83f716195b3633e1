/** The front of the fake vendors: takes a request, misbehaves when told to, keeps what arrived, answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describeFailure, type Failure } from './failure.ts';
import type { FailurePlans } from './failure-plans.ts';
import { failureReply, retryAfterHeaders } from './failure-reply.ts';
import type { KeptMessage, Outcome } from './kept-message.ts';
import { isLoopbackHost } from './loopback-guard.ts';
import type { MessageLog } from './message-log.ts';
import { dripAnswer, resetConnection, sendAnswer } from './misbehave.ts';
import { readBody } from './read-body.ts';
import { jsonReply, textReply, type Vendor, type VendorReply, type VendorRequest } from './vendor.ts';

const bodyLimit = 1024 * 1024;

export interface VendorServerParts {
  readonly log: MessageLog;
  readonly failures: FailurePlans;
  readonly now: () => Date;
  /** Which vendor lives at an address, and what the address was before it was sent to loopback. */
  readonly route: (
    url: URL,
  ) => { readonly vendor: Vendor; readonly host: string; readonly path: string } | undefined;
}

/** A server that is not listening yet. */
export function vendorServer(parts: VendorServerParts): Server {
  return createServer((request, response) => {
    // What cannot be kept is not answered: a yes without a line on the disk would be a lie.
    serve(parts, request, response).catch(() => response.destroy());
  });
}

async function serve(
  parts: VendorServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // The product is no browser: a request that carries an Origin comes from some page and is none of ours.
  if (!isLoopbackHost(request.headers.host) || request.headers.origin !== undefined) {
    sendAnswer(response, textReply(403, 'only for programs on this machine'));
    return;
  }
  const url = parseUrl(request.url);
  const place = url && parts.route(url);
  if (!url || !place) {
    sendAnswer(response, textReply(404, 'no vendor lives here'));
    return;
  }
  const destination = place.vendor.destinationOf(place.host, place.path);
  const failure = parts.failures.next(place.vendor.name, destination);
  if (failure) keepFailure(parts, place.vendor, destination, failure);
  if (failure?.mode === 'reset') {
    resetConnection(request, failure.when);
    return;
  }
  const body = await readBody(request, bodyLimit);
  if (body === 'broken') return;
  if (body === 'too-large') {
    sendAnswer(response, textReply(413, 'payload too large', { connection: 'close' }));
    return;
  }
  answer(parts, place.vendor, failure, response, {
    method: request.method ?? 'GET',
    host: place.host,
    path: place.path,
    query: url.searchParams,
    headers: request.headers,
    body: body.text,
  });
}

function answer(
  parts: VendorServerParts,
  vendor: Vendor,
  failure: Failure | undefined,
  response: ServerResponse,
  request: VendorRequest,
): void {
  switch (failure?.mode) {
    case undefined:
    case 'pass':
    case 'reset':
      sendAnswer(response, take(parts, vendor, request, 'accepted'));
      return;
    case 'answer-lost':
      take(parts, vendor, request, 'answer-lost');
      response.socket?.resetAndDestroy();
      return;
    case 'drip':
      dripAnswer(response, take(parts, vendor, request, 'accepted'));
      return;
    case 'hang':
      return;
    case 'html':
      sendAnswer(response, { ...textReply(200, maintenancePage), headers: { 'content-type': 'text/html' } });
      return;
    case 'ok-false':
      sendAnswer(response, jsonReply(200, { ok: false, error: 'internal_error' }));
      return;
    case 'status': {
      const headers = retryAfterHeaders(vendor.name, failure.status, failure.retryAfter, parts.now());
      sendAnswer(response, failureReply(vendor.name, failure.status, headers));
    }
  }
}

const maintenancePage = '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>';

/** Lets the vendor decide, keeps what arrived, then hands out the answer: kept first, answered second. */
function take(
  parts: VendorServerParts,
  vendor: Vendor,
  request: VendorRequest,
  outcome: Outcome,
): VendorReply {
  const reply = vendor.answer(request);
  if (reply.arrival) {
    const word = reply.word ?? `${String(reply.status)} ${reply.body.slice(0, 200)}`;
    const verdict = { outcome: reply.accepted === false ? ('refused' as const) : outcome, answer: word };
    remember(vendor, parts.log.append(vendor.name, reply.arrival, verdict));
  }
  return reply;
}

function remember(vendor: Vendor, message: KeptMessage): void {
  if (message.verdict.outcome === 'accepted' || message.verdict.outcome === 'answer-lost')
    vendor.remember(message);
}

function keepFailure(parts: VendorServerParts, vendor: Vendor, destination: string, failure: Failure): void {
  if (failure.mode === 'answer-lost' || failure.mode === 'drip') return;
  parts.log.append(
    vendor.name,
    {
      destinationHint: destination,
      action: 'new',
      thing: null,
      summary: `Failed on purpose: ${describeFailure(failure)}`,
      body: { failure },
      live: [],
    },
    { outcome: 'told-to-fail', answer: describeFailure(failure) },
  );
}

function parseUrl(target: string | undefined): URL | undefined {
  try {
    return new URL(target ?? '/', 'http://127.0.0.1');
  } catch {
    return undefined;
  }
}
