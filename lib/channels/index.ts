/** Every way out there is. Adding a channel: one folder with the same files, one line in each list here. */
import type {
  Channel,
  ChannelEffects,
  DeliveryAttempt,
  Destination,
  SettingProblem,
} from '../delivery/channel.ts';
import type { Outcome } from '../delivery/outcome.ts';
import type { ProbeResult } from '../delivery/probe.ts';
import type { Clock } from '../kernel/clock.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import type { ConfiguredDestination } from '../policy/policy.ts';
import { believeCredentialsRefused } from './believe-refusal.ts';
import { jiraChannel } from './jira/channel.ts';
import { jiraSettings } from './jira/settings.ts';
import { opsCenterChannel } from './ops-center/channel.ts';
import { opsCenterSettings } from './ops-center/settings.ts';
import { slackAppChannel } from './slack/app/channel.ts';
import { slackAppSettings } from './slack/app/settings.ts';
import { slackWebhookChannel } from './slack/webhook/channel.ts';
import { slackWebhookSettings } from './slack/webhook/settings.ts';
import { snsChannel } from './sns/channel.ts';
import { snsSettings } from './sns/settings.ts';
import { webhookChannel } from './webhook/channel.ts';
import { webhookSettings } from './webhook/settings.ts';

export const CHANNELS = [
  snsChannel,
  slackWebhookChannel,
  slackAppChannel,
  jiraChannel,
  opsCenterChannel,
  webhookChannel,
] as const satisfies readonly Channel[];

export type ChannelName = (typeof CHANNELS)[number]['name'];

/** The schema of each channel's settings, without `id` and `channel`: the JSON Schema of `rolecall.yml` is made of these. */
export const CHANNEL_SETTINGS = {
  sns: snsSettings,
  'slack-webhook': slackWebhookSettings,
  'slack-app': slackAppSettings,
  jira: jiraSettings,
  'ops-center': opsCenterSettings,
  webhook: webhookSettings,
} as const satisfies Readonly<Record<ChannelName, unknown>>;

/**
 * Opens a destination as it stands in the policy, or says everything that is wrong with it. Sends nothing and
 * reads no secret. A destination never throws: what a channel throws becomes `retry` with code `unexpected`. It does not
 * believe at once that its credentials are refused.
 */
export const openDestination = (
  { id, channel: name, settings }: ConfiguredDestination,
  effects: ChannelEffects,
): Result<Destination, readonly SettingProblem[]> => {
  const channel: Channel | undefined = CHANNELS.find((candidate) => candidate.name === name);
  if (!channel) {
    const names = CHANNELS.map((candidate) => candidate.name).join(', ');
    return fail([{ path: 'channel', message: `Choose one of the channels there are: ${names}.` }]);
  }
  const opened = channel.open(id, settings, effects);
  return opened.ok ? ok(guarded(opened.value, effects.clock)) : opened;
};

const guarded = (destination: Destination, clock: Clock): Destination => {
  const tried = async (attempt: DeliveryAttempt, act: () => Promise<Outcome>): Promise<Outcome> =>
    believeCredentialsRefused(await caught(act), attempt, clock);
  const update = destination.update?.bind(destination);
  const close = destination.close?.bind(destination);
  const probe = destination.probe?.bind(destination);
  return {
    id: destination.id,
    channel: destination.channel,
    send: (notification, attempt) => tried(attempt, () => destination.send(notification, attempt)),
    ...(update && {
      update: (reference, followUp, attempt) => tried(attempt, () => update(reference, followUp, attempt)),
    }),
    ...(close && { close: (...message) => caught(() => close(...message)) }),
    ...(probe && { probe: () => asked(probe) }),
  };
};

const asked = async (probe: () => Promise<ProbeResult>): Promise<ProbeResult> => {
  try {
    return await probe();
  } catch (cause) {
    return { kind: 'cannot-tell', code: 'unexpected', words: nameOf(cause) };
  }
};

const caught = async (act: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await act();
  } catch (cause) {
    return { kind: 'retry', code: 'unexpected', detail: nameOf(cause) };
  }
};

/** Only the name of the error: its message may hold the URL or the token that was in the request. */
const nameOf = (cause: unknown): string =>
  cause instanceof Error && /^[A-Za-z]{1,40}$/.test(cause.name) ? cause.name : 'unknown error';
