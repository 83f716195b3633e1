/** What each vendor says when it answers with an error it was told to give. */
import type { VendorName } from './kept-message.ts';
import { jsonReply, textReply, type VendorReply } from './vendor.ts';

const slackWebhookWords: Readonly<Record<number, string>> = {
  400: 'invalid_payload',
  403: 'action_prohibited',
  404: 'no_service',
  410: 'channel_is_archived',
  429: 'rate_limited',
  500: 'rollup_error',
};
const slackApiWords: Readonly<Record<number, string>> = {
  400: 'invalid_arguments',
  403: 'access_denied',
  404: 'unknown_method',
  410: 'method_deprecated',
  429: 'ratelimited',
  500: 'internal_error',
};
const awsTypes: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'UnknownOperationException',
  429: 'ThrottlingException',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

/** The vendor's own error body for a status. */
export function failureReply(
  vendor: VendorName,
  status: number,
  headers: Readonly<Record<string, string>>,
): VendorReply {
  switch (vendor) {
    case 'slack-webhook':
      return textReply(status, slackWebhookWords[status] ?? 'upstream connect error', headers);
    case 'slack-api':
      return jsonReply(status, { ok: false, error: slackApiWords[status] ?? 'service_unavailable' }, headers);
    case 'jira-cloud':
      return jsonReply(status, { errorMessages: [jiraSentence(status)], errors: {} }, headers);
    case 'ops-center':
      return {
        ...jsonReply(
          status,
          { __type: awsTypes[status] ?? 'InternalServerError', message: 'told to fail' },
          headers,
        ),
        headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
      };
    case 'webhook-receiver':
    case 'mail':
      return textReply(status, `error ${String(status)}`, headers);
  }
}

function jiraSentence(status: number): string {
  if (status === 429) return 'Rate limit exceeded.';
  if (status === 403) return 'You do not have permission to create issues in this project.';
  if (status === 404) return 'Issue does not exist or you do not have permission to see it.';
  return status < 500 ? 'The request could not be processed.' : 'Internal server error';
}

/** `Retry-After` as ordered: seconds, nonsense, or `date+5` for an HTTP date five seconds from now. */
export function retryAfterHeaders(
  vendor: VendorName,
  status: number,
  retryAfter: string | undefined,
  now: Date,
): Readonly<Record<string, string>> {
  if (retryAfter === undefined) return {};
  const ahead = /^date\+(\d{1,6})$/.exec(retryAfter)?.[1];
  const value =
    ahead === undefined ? retryAfter : new Date(now.getTime() + Number(ahead) * 1000).toUTCString();
  if (vendor !== 'jira-cloud' || status !== 429) return { 'retry-after': value };
  const seconds = Number(ahead ?? retryAfter);
  return jiraLimitHeaders(value, Number.isFinite(seconds) ? seconds : 60, 'jira-burst-based', now);
}

/** The headers Jira Cloud sends with 429 (developer.atlassian.com, rate limiting). */
export function jiraLimitHeaders(
  retryAfter: string,
  seconds: number,
  reason: string,
  now: Date,
): Readonly<Record<string, string>> {
  const reset = new Date(now.getTime() + seconds * 1000).toISOString().replace(/:\d\d\.\d+Z$/, 'Z');
  return {
    'retry-after': retryAfter,
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': reset,
    'ratelimit-reason': reason,
  };
}
