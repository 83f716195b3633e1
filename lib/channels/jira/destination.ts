/** Opens an issue; comments on it and closes it later. What is doubtful is looked for before it is made again. */
import type { ChannelEffects, DeliveryAttempt, Destination } from '../../delivery/channel.ts';
import { type Outcome, type Sent, UNSAID } from '../../delivery/outcome.ts';
import { probeResultOf } from '../../delivery/probe.ts';
import { parseIso } from '../../kernel/clock.ts';
import { textAt } from '../../kernel/json.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Notification } from '../../notification/notification.ts';
import { withFreshSecrets } from '../read-vendor-secret.ts';
import { type CallJira, connectJira } from './call-jira.ts';
import { closeDuplicates } from './close-duplicates.ts';
import { addComment, commentOnce } from './comment-once.ts';
import { findIssues, issueKey, labelOf } from './find-issues.ts';
import { finishIssue } from './finish-issue.ts';
import { probeJira } from './probe-jira.ts';
import { renameIssue } from './rename-issue.ts';
import { renderDocument, renderSummary, renderWords } from './render-issue.ts';
import type { JiraSettings } from './settings.ts';

/** How long the search may lag behind before "not found" is believed, and how soon to ask again until then. */
const SEARCH_LAG_SECONDS = 120;
const ASK_AGAIN_SECONDS = 15;

export const jiraDestination = (
  id: string,
  settings: JiraSettings,
  effects: ChannelEffects,
): Destination => ({
  id,
  channel: 'jira',
  async send(notification, attempt) {
    const jira = await connectJira(settings, withFreshSecrets(effects, attempt));
    if (!jira.ok) return jira.error;
    return openOnce(jira.value, settings, { notification, attempt, now: effects.clock.now() });
  },
  async update(reference, { edited, news, quiet, titles }, attempt) {
    const jira = await connectJira(settings, withFreshSecrets(effects, attempt));
    if (!jira.ok) return jira.error;
    const key = issueKey(reference);
    if (key === undefined) return NO_ISSUE;
    // First, because it may be done twice: an attempt that is repeated after its comment would write a second one.
    const renamed = await renameIssue(jira.value, { key, to: edited.title, from: titles ?? [] });
    if (!renamed.ok) return renamed.error;
    const body = renderDocument(news);
    const commented = await commentOnce(jira.value, { key, body, attempt });
    if (commented.ok)
      return { ...sentAs(settings, key), ...(commented.value === 'found' && { found: true }) };
    if (quiet === true && isGone(commented.error)) return UNSAID;
    // Somebody has deleted the issue, or taken it away from us: the news are told by themselves.
    return isGone(commented.error)
      ? openOnce(jira.value, settings, { notification: news, attempt, now: effects.clock.now() })
      : commented.error;
  },
  async close(reference, words) {
    const jira = await connectJira(settings, effects);
    return jira.ok ? finish(jira.value, settings, { reference, words }) : jira.error;
  },
  async probe() {
    const jira = await connectJira(settings, effects);
    return jira.ok ? probeJira(jira.value, settings.project) : probeResultOf(jira.error, '');
  },
});

const sentAs = (settings: JiraSettings, key: string): Sent => ({
  kind: 'sent',
  reference: key,
  url: `${settings.site}/browse/${key}`,
});

interface Telling {
  readonly notification: Notification;
  readonly attempt: DeliveryAttempt;
  readonly now: Date;
}

const openOnce = async (
  jira: CallJira,
  settings: JiraSettings,
  { notification, attempt, now }: Telling,
): Promise<Outcome> => {
  const earlier = await earlierIssue(jira, attempt, now);
  if (!earlier.ok) return earlier.error;
  if (earlier.value !== undefined) return { ...sentAs(settings, earlier.value), found: true };
  return create(jira, settings, { notification, label: labelOf(attempt.deliveryId) });
};

const isGone = (outcome: Outcome): boolean =>
  outcome.kind === 'rejected' && outcome.code === 'destination-gone';

/** The issue that a doubtful attempt made; `undefined` when there is none and a new one may be made. */
const earlierIssue = async (
  jira: CallJira,
  { deliveryId, doubtfulSince, lastDoubtAt }: DeliveryAttempt,
  now: Date,
): Promise<Result<string | undefined, Outcome>> => {
  if (doubtfulSince === undefined) return ok(undefined);
  const issues = await findIssues(jira, labelOf(deliveryId));
  if (!issues.ok) return issues;
  const [original, ...duplicates] = issues.value;
  if (original) {
    await closeDuplicates(jira, original.key, duplicates);
    return ok(original.key);
  }
  const since = parseIso(lastDoubtAt ?? doubtfulSince);
  const young = since !== undefined && now.getTime() - since.getTime() < SEARCH_LAG_SECONDS * 1000;
  return young ? { ok: false, error: ASK_AGAIN } : ok(undefined);
};

const ASK_AGAIN: Outcome = {
  kind: 'retry',
  code: 'search-pending',
  retryAfterSeconds: ASK_AGAIN_SECONDS,
  detail: 'an earlier issue may not be searchable yet',
};

const create = async (
  jira: CallJira,
  settings: JiraSettings,
  { notification, label }: { readonly notification: Notification; readonly label: string },
): Promise<Outcome> => {
  const answer = await jira.change('/issue', {
    fields: {
      project: { key: settings.project },
      issuetype: { name: settings.issueType },
      summary: renderSummary(notification),
      description: renderDocument(notification),
      labels: [label],
    },
  });
  if (!answer.ok) return answer.error;
  const key = issueKey(textAt(answer.value, 'key'));
  // Jira said yes without a key: the next attempt finds the issue by its label instead of making another.
  return key === undefined
    ? { kind: 'retry', code: 'doubtful', detail: 'the answer names no issue' }
    : sentAs(settings, key);
};

interface Words {
  readonly reference: string;
  readonly words: string;
}

const NO_ISSUE: Outcome = {
  kind: 'rejected',
  code: 'message-refused',
  detail: 'The reference is no issue key.',
};
const NO_WAY: Outcome = {
  kind: 'rejected',
  code: 'message-refused',
  detail: 'The workflow offers no step to a done status.',
};

// Closed first, commented second: when the comment fails and all is tried again, nothing is written twice.
const finish = async (
  jira: CallJira,
  settings: JiraSettings,
  { reference, words }: Words,
): Promise<Outcome> => {
  const key = issueKey(reference);
  if (key === undefined) return NO_ISSUE;
  const finished = await finishIssue(jira, key);
  if (!finished.ok) return finished.error;
  const commented = await addComment(jira, key, { body: renderWords(words) });
  if (!commented.ok) return commented.error;
  return finished.value === 'no-way' ? NO_WAY : sentAs(settings, key);
};
