/** Two destinations into one Slack channel: each keeps the pace that Slack allows, and together they break it. */
import { textAt } from '../kernel/json.ts';
import { type ConfigurationProblem, pathText } from './configuration-problem.ts';
import { type Part, partsOf } from './listed-parts.ts';
import type { YamlDocument } from './parse-yaml.ts';

/** The setting that says which Slack channel a destination leads to. */
const LEADS_BY: Readonly<Record<string, string>> = { 'slack-app': 'channelId', 'slack-webhook': 'url' };

/** Warnings only: a webhook and an app into one channel cannot be told apart here from two channels. */
export const sharedSlackChannels = ({ content }: YamlDocument): readonly ConfigurationProblem[] => {
  const first = new Map<string, number>();
  return partsOf(content, 'destinations').flatMap((part) => {
    const place = slackChannelOf(part);
    if (place === undefined) return [];
    const earlier = first.get(place.id);
    if (earlier !== undefined) return [warning(['destinations', part.index, place.setting], earlier)];
    first.set(place.id, part.index);
    return [];
  });
};

const slackChannelOf = ({ entry }: Part): { readonly id: string; readonly setting: string } | undefined => {
  const channel = textAt(entry, 'channel') ?? '';
  const setting = Object.hasOwn(LEADS_BY, channel) ? LEADS_BY[channel] : undefined;
  const value = setting === undefined ? undefined : textAt(entry, setting);
  return setting === undefined || value === undefined ? undefined : { id: `${channel} ${value}`, setting };
};

const warning = (path: readonly (string | number)[], earlier: number): ConfigurationProblem => ({
  level: 'warning',
  path: pathText(path),
  message:
    `leads into the same Slack channel as ${pathText(['destinations', earlier])}: Slack takes one message a second ` +
    'there, and each of the two would send as many; use one destination for both',
});
