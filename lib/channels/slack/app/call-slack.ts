/** One call of Slack's Web API: the body of an `ok: true`, or the outcome. */
import type { ChannelEffects } from '../../../delivery/channel.ts';
import { classifyAnswer, withoutDoubt } from '../../../delivery/classify-answer.ts';
import type { Outcome } from '../../../delivery/outcome.ts';
import { parseRetryAfter } from '../../../delivery/parse-retry-after.ts';
import type { HttpAnswer } from '../../../kernel/http.ts';
import { at, isObject, type JsonObject, parseJson, textAt } from '../../../kernel/json.ts';
import { fail, ok, type Result } from '../../../kernel/result.ts';
import { classifySlackError } from './classify-slack-error.ts';

const WEB_API = 'https://slack.com/api';

type SlackAnswer = Result<JsonObject, Outcome>;

export interface CallSlack {
  /** A method that changes something. */
  post(method: string, body: JsonObject): Promise<SlackAnswer>;
  /** A method that only reads. */
  read(method: string, query: Readonly<Record<string, string>>): Promise<SlackAnswer>;
}

/** Calls in the name of the owner of `token`. */
export const callSlack = (token: string, { http, clock }: ChannelEffects): CallSlack => ({
  async post(method, body) {
    const answer = await http({
      method: 'POST',
      url: `${WEB_API}/${method}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });
    const outcome = outcomeOf(answer, clock.now());
    // An answer nobody can read may stand for a message that was posted: ask before sending again.
    return outcome === 'unreadable' ? fail({ ...UNREADABLE, code: 'doubtful' }) : outcome;
  },
  async read(method, query) {
    const answer = await http({
      method: 'GET',
      url: `${WEB_API}/${method}?${new URLSearchParams(query).toString()}`,
      headers: { authorization: `Bearer ${token}` },
    });
    const outcome = outcomeOf(answer, clock.now());
    if (outcome === 'unreadable') return fail({ ...UNREADABLE, code: 'answer-not-understood' });
    return outcome.ok ? outcome : fail(withoutDoubt(outcome.error, answer));
  },
});

const UNREADABLE = { kind: 'retry', detail: 'no answer of the Web API' } as const;

const outcomeOf = (answer: HttpAnswer, now: Date): SlackAnswer | 'unreadable' => {
  const byStatus = classifyAnswer(answer, now, 'asks');
  if (answer.kind === 'failed' || byStatus.kind !== 'sent') return fail(byStatus);
  const body = parseJson(answer.body);
  if (isObject(body) && body['ok'] === true) return ok(body);
  const error = at(body, 'ok') === false ? textAt(body, 'error') : undefined;
  if (error === undefined) return 'unreadable';
  return fail(classifySlackError(error, parseRetryAfter(answer.headers['retry-after'], now)));
};
