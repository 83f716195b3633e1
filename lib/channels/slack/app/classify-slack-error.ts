/** Errors of Slack's Web API, which arrive with status 200 and `ok: false`. */
import type { Outcome, RejectionCode, RetryCode } from '../../../delivery/outcome.ts';

/** `fatal_error` and its like may have been accepted all the same, as Slack says itself: worth asking first. */
const RETRIES: Readonly<Record<string, RetryCode>> = {
  ratelimited: 'rate-limited',
  rate_limited: 'rate-limited',
  message_limit_exceeded: 'rate-limited',
  fatal_error: 'doubtful',
  internal_error: 'doubtful',
  request_timeout: 'doubtful',
  service_unavailable: 'doubtful',
  team_added_to_org: 'vendor-failed',
};

const REJECTIONS: Readonly<Record<RejectedFor, readonly string[]>> = {
  'not-authorised': [
    'access_denied',
    'accesslimited',
    'account_inactive',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'not_in_channel',
    'org_login_required',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
  'destination-gone': [
    'channel_is_archived',
    'channel_not_found',
    'is_archived',
    'message_not_found',
    'team_not_found',
  ],
  'message-refused': [
    'cant_update_message',
    'deprecated_endpoint',
    'edit_window_closed',
    'invalid_arg_name',
    'invalid_arguments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_charset',
    'invalid_form_data',
    'invalid_json',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'invalid_post_type',
    'json_not_object',
    'markdown_text_conflict',
    'messages_tab_disabled',
    'metadata_must_be_sent_from_app',
    'metadata_too_large',
    'method_deprecated',
    'missing_post_type',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
  ],
};
type RejectedFor = Extract<RejectionCode, 'not-authorised' | 'destination-gone' | 'message-refused'>;

const REJECTED_FOR: readonly RejectedFor[] = ['not-authorised', 'destination-gone', 'message-refused'];

/** The outcome of `ok: false`. An error that is not in the table is tried again: nothing is lost by waiting. */
export const classifySlackError = (error: string, retryAfterSeconds: number | undefined): Outcome => {
  // Slack names its errors in small letters; anything else is not repeated.
  const detail = /^[a-z][a-z_]{1,59}$/.test(error) ? error : 'unnamed error';
  const rejected = REJECTED_FOR.find((code) => REJECTIONS[code].includes(error));
  if (rejected) return { kind: 'rejected', code: rejected, detail };
  const code = Object.hasOwn(RETRIES, error) ? RETRIES[error] : undefined;
  const retry = { kind: 'retry', code: code ?? 'answer-not-understood', detail } as const;
  return retryAfterSeconds === undefined ? retry : { ...retry, retryAfterSeconds };
};
