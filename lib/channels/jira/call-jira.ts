/** One call of Jira's REST API: the decoded body of a 2xx, or the outcome. */
import type { ChannelEffects } from '../../delivery/channel.ts';
import { classifyAnswer, withoutDoubt } from '../../delivery/classify-answer.ts';
import type { Outcome } from '../../delivery/outcome.ts';
import { secondsUntil } from '../../delivery/parse-retry-after.ts';
import { parseIso } from '../../kernel/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/http.ts';
import { type JsonObject, parseJson } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { readVendorSecret, TOKEN_RULE } from '../read-vendor-secret.ts';
import type { JiraSettings } from './settings.ts';

/** `undefined` inside an `ok` when the body is empty or no JSON. */
type JiraAnswer = Result<unknown, Outcome>;

export interface CallJira {
  /** Changes something. `path` begins below `/rest/api/3`. */
  change(path: string, body: JsonObject): Promise<JiraAnswer>;
  /** Changes something that is there: the second time makes no difference. */
  replace(path: string, body: JsonObject): Promise<JiraAnswer>;
  /** Only reads: with a body a search, without one a plain GET. */
  read(path: string, body?: JsonObject): Promise<JiraAnswer>;
}

/** Opens the way to the site in the name of the configured user. */
export const connectJira = async (
  settings: JiraSettings,
  effects: ChannelEffects,
): Promise<Result<CallJira, Outcome>> => {
  const token = await readVendorSecret(effects.readSecret, settings.token, TOKEN_RULE);
  if (!token.ok) return token;
  const authorization = `Basic ${Buffer.from(`${settings.user}:${token.value}`).toString('base64')}`;
  const call = async (
    method: HttpRequest['method'],
    path: string,
    { body, reads = false }: { readonly body?: JsonObject | undefined; readonly reads?: boolean },
  ): Promise<JiraAnswer> => {
    const answer = await effects.http({
      method,
      url: `${settings.site}/rest/api/3${path}`,
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const outcome = classifyJiraAnswer(answer, effects.clock.now());
    if (outcome.kind === 'sent' && answer.kind === 'answered') return ok(parseJson(answer.body));
    return fail(reads ? withoutDoubt(outcome, answer) : outcome);
  };
  return ok({
    change: (path, body) => call('POST', path, { body }),
    replace: (path, body) => call('PUT', path, { body }),
    read: (path, body) => call(body === undefined ? 'GET' : 'POST', path, { body, reads: true }),
  });
};

/**
 * Jira may name the moment of the reset instead of the seconds to wait.
 * https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
const classifyJiraAnswer = (answer: HttpAnswer, now: Date): Outcome => {
  const outcome = classifyAnswer(answer, now, 'asks');
  if (answer.kind === 'failed' || outcome.kind !== 'retry' || outcome.retryAfterSeconds !== undefined)
    return outcome;
  const reset = answer.headers['x-ratelimit-reset']?.trim() ?? '';
  const moment = parseIso(/^\d{9,11}$/.test(reset) ? isoOfEpoch(Number(reset)) : reset);
  return moment ? { ...outcome, retryAfterSeconds: secondsUntil(moment, now) } : outcome;
};

const isoOfEpoch = (seconds: number): string => new Date(seconds * 1000).toISOString();
