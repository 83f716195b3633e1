/** Destinations: a channel that exists, settings it understands, and secrets only as references. */
import { parseArn } from '../kernel/arn.ts';
import { isObject, type JsonObject, textAt } from '../kernel/json.ts';
import { ALL_REGIONS, globalRegionOf } from './aws-regions.ts';
import { CHANNEL_NAMES, type ChannelSettings, channelSettingsOf } from './channel-settings.ts';
import { type ConfigurationProblem, type Path, pathText } from './configuration-problem.ts';
import { type Part, partsOf } from './listed-parts.ts';
import { nearestWord } from './nearest-word.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { partitionOfConfiguration } from './partition-problems.ts';
import { shapeProblems } from './shape-problems.ts';
import { shownValue } from './shown-value.ts';

export interface SecretRules {
  /** True on the laptop, where `env:NAME` works. */
  readonly allowEnvSecrets: boolean;
}

export const destinationProblems = (
  document: YamlDocument,
  rules: SecretRules,
): readonly ConfigurationProblem[] =>
  partsOf(document.content, 'destinations').flatMap((part) => {
    const channel = textAt(part.entry, 'channel');
    if (channel === undefined) return [];
    const settings = channelSettingsOf(channel);
    return settings
      ? settingProblems({ document, part, settings, rules })
      : [unknownChannel(document, part, channel)];
  });

const unknownChannel = (document: YamlDocument, { index }: Part, channel: string): ConfigurationProblem => {
  const path = ['destinations', index, 'channel'];
  const value = shownValue(document, path);
  const meant = nearestWord(channel, CHANNEL_NAMES);
  return {
    level: 'error',
    path: pathText(path),
    ...(value === undefined ? {} : { value }),
    message: `is not a channel; ${meant ? `did you mean ${meant}?` : `known are ${CHANNEL_NAMES.join(', ')}`}`,
  };
};

interface Judged {
  readonly document: YamlDocument;
  readonly part: Part;
  readonly settings: ChannelSettings;
  readonly rules: SecretRules;
}

const settingProblems = ({ document, part, settings, rules }: Judged): readonly ConfigurationProblem[] => {
  const at: Path = ['destinations', part.index];
  const secrets = settings.secrets.flatMap((key) => secretProblem(part, key, rules));
  const shape = shapeProblems(settingsOf(part.entry), {
    schema: settings.schema,
    at,
    document,
    besides: ['id', 'channel'],
  });
  const judged = new Set(secrets.map(({ path }) => path));
  return [
    ...secrets,
    ...shape.filter(({ path }) => !judged.has(path)),
    ...foreignTopicProblems(document, part),
  ];
};

/** A destination's own settings: everything but its id and its channel. */
export const settingsOf = (entry: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'id' && key !== 'channel'));

const REFERENCE = /^(?:ssm:\/[\w./-]+|env:[A-Za-z_]\w*)$/;

const secretProblem = (
  { index, entry }: Part,
  key: string,
  { allowEnvSecrets }: SecretRules,
): readonly ConfigurationProblem[] => {
  const value = entry[key];
  if (value === undefined) return [];
  const message = typeof value === 'string' ? referenceMistake(value, allowEnvSecrets) : NOT_A_REFERENCE;
  if (message === undefined) return [];
  const id = textAt(entry, 'id');
  const name = id && /^[a-z0-9-]+$/.test(id) ? id : 'name';
  return [
    {
      level: 'error',
      path: pathText(['destinations', index, key]),
      message: `${message} 'ssm:/rolecall/${name}-${key}'`,
    },
  ];
};

const NOT_A_REFERENCE =
  'must be a reference, never the secret itself (make a new one if it stood here); ' +
  'put the secret into SSM Parameter Store as a SecureString and write';

const referenceMistake = (value: string, allowEnvSecrets: boolean): string | undefined => {
  if (!REFERENCE.test(value)) return NOT_A_REFERENCE;
  if (/^ssm:\/(?:aws|ssm)/i.test(value))
    return 'has a name that SSM keeps for itself (/aws..., /ssm...); write e.g.';
  return value.startsWith('env:') && !allowEnvSecrets
    ? 'is an env: reference, which works on the laptop only; put the secret into SSM Parameter Store and write'
    : undefined;
};

/** A topic the stack did not make: nobody is subscribed to it, and SNS takes messages only in the Region of the topic. */
const foreignTopicProblems = (
  { content }: YamlDocument,
  { index, entry }: Part,
): readonly ConfigurationProblem[] => {
  const arn = parseArn(textAt(entry, 'topicArn') ?? '');
  if (arn?.service !== 'sns') return [];
  const home = textAt(content, 'homeRegion') ?? globalRegionOf(partitionOfConfiguration(content));
  const isElsewhere = arn.region !== home && ALL_REGIONS.some(({ name }) => name === home);
  const problem = (key: string, message: string): ConfigurationProblem => ({
    level: 'error',
    path: pathText(['destinations', index, key]),
    message,
  });
  return [
    ...(isElsewhere
      ? [
          problem(
            'topicArn',
            `is a topic of another Region; SNS takes messages only there, so use a topic in ${home}`,
          ),
        ]
      : []),
    ...(entry.email === undefined
      ? []
      : [
          problem(
            'email',
            'changes nothing beside topicArn: subscribe people to that topic yourself, or remove topicArn',
          ),
        ]),
  ];
};

/** The paths of all settings that hold, or should hold, a reference to a secret. */
export const referencePaths = ({ content }: YamlDocument): ReadonlySet<string> =>
  new Set(
    partsOf(content, 'destinations').flatMap(({ index, entry }) =>
      (channelSettingsOf(textAt(entry, 'channel') ?? '')?.secrets ?? []).map((key) =>
        pathText(['destinations', index, key]),
      ),
    ),
  );

/** The SSM parameters a destination needs, by name: `/rolecall/platform-slack`. */
export const parametersOf = (settings: unknown): readonly string[] =>
  isObject(settings)
    ? Object.values(settings).flatMap((value) =>
        typeof value === 'string' && value.startsWith('ssm:/') ? [value.slice('ssm:'.length)] : [],
      )
    : [];
