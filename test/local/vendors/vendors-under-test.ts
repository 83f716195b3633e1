/** A run of the fake vendors with a clock the test moves, and the few calls every test makes. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVendors, type Vendors, type VendorsOptions } from '../../../local/vendors/start-vendors.ts';

export const slackHook = '/hooks.slack.com/services/T0AAAA/B0BBBB/hookSecretPath9';
export const botToken = 'xoxb-canary-token-123';
export const jiraToken = 'jira-canary-token';
export const jiraSite = '/acme.atlassian.net/rest/api/3';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The parsed body, or an empty object. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface UnderTest {
  readonly vendors: Vendors;
  readonly directory: string;
  readonly pass: (milliseconds: number) => void;
  readonly now: () => Date;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answered>;
  readonly slack: (method: string, body: unknown, token?: string) => Promise<Answered>;
  readonly jira: (method: string, path: string, body?: unknown) => Promise<Answered>;
  /** Every byte the vendors have written. */
  readonly kept: () => string;
  readonly page: (path?: string) => Promise<string>;
  readonly again: () => Promise<UnderTest>;
}

/** Starts a run in a directory of its own (or a given one). */
export async function underTest(options: Partial<VendorsOptions> = {}): Promise<UnderTest> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'vendors-'));
  let time = Date.parse('2026-11-22T14:00:00Z');
  const now = (): Date => new Date(time);
  const vendors = await startVendors({ now, ...options, directory });
  const at = (path: string): string => `${vendors.httpEndpointUrl}${path}`;
  const post: UnderTest['post'] = (path, body, headers = {}) =>
    call(at(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    vendors,
    directory,
    now,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    post,
    slack: (method, body, token = botToken) =>
      post(`/slack.com/api/${method}`, body, { authorization: `Bearer ${token}` }),
    jira: (method, path, body) =>
      call(at(`${jiraSite}${path}`), {
        method,
        headers: {
          authorization: basic(`bot@acme.example:${jiraToken}`),
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    kept: () =>
      readdirSync(directory)
        .map((file) => readFileSync(join(directory, file), 'utf8'))
        .join(''),
    page: async (path = '/') => (await fetch(`${vendors.inboxUrl}${path}`)).text(),
    again: async () => {
      await vendors.close();
      return underTest({ ...options, directory });
    },
  };
}

export async function call(url: string, init: RequestInit): Promise<Answered> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, json: parse(text) };
}

export function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A document with one paragraph. */
export function adf(text: string): Record<string, unknown> {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

/** Fields Jira takes. */
export function issueFields(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    fields: {
      project: { key: 'SEC' },
      issuetype: { name: 'Task' },
      summary: 'alice entered ProductionAdmin',
      description: adf('at 14:02'),
      ...changes,
    },
  };
}
