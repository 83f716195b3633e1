/**
 * Values for the secrets `rolecall.yml` refers to, so that the unchanged file works on the laptop: addresses and tokens
 * that mean something to the fake vendors only. They are made once and kept, because a changed address would be
 * another destination.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isObject, listAt, parseJson, textAt } from '../lib/kernel/json.ts';

export interface LocalSecrets {
  /** By parameter name, for `ssm:` references. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By variable name, for `env:` references. */
  readonly variables: Readonly<Record<string, string>>;
  /** Destination id by secret address, for the inbox's headings. */
  readonly destinationNames: Readonly<Record<string, string>>;
  /** Standard Webhooks secret by host and path. */
  readonly webhookSecrets: Readonly<Record<string, string>>;
}

/** Reads what `file` keeps and adds what is missing. */
export function localSecrets(policy: unknown, file: string): LocalSecrets {
  const kept = readKept(file);
  const values: Record<string, string> = { ...kept };
  const destinationNames: Record<string, string> = {};
  const webhookSecrets: Record<string, string> = {};
  for (const destination of listAt(policy, 'destinations')) {
    const id = textAt(destination, 'id') ?? '';
    const found = referencesOf(destination);
    for (const { setting, reference } of found) values[reference] ??= inventValue(destination, setting);
    const url = found.find(({ setting }) => setting === 'url');
    const secret = found.find(({ setting }) => setting === 'secret');
    const address = url === undefined ? undefined : values[url.reference];
    if (address === undefined) continue;
    destinationNames[address] = id;
    const signing = secret === undefined ? undefined : values[secret.reference];
    if (signing !== undefined) webhookSecrets[address.replace(/^https:\/\//, '')] = signing;
  }
  if (Object.keys(values).length > Object.keys(kept).length) {
    writeFileSync(file, JSON.stringify(values, undefined, 2), { mode: 0o600 });
  }
  return {
    parameters: withPrefix(values, 'ssm:'),
    variables: withPrefix(values, 'env:'),
    destinationNames,
    webhookSecrets,
  };
}

function readKept(file: string): Readonly<Record<string, string>> {
  try {
    const kept = parseJson(readFileSync(file, 'utf8'));
    return isObject(kept)
      ? Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, String(value)]))
      : {};
  } catch {
    return {};
  }
}

interface SecretReference {
  readonly setting: string;
  readonly reference: string;
}

function referencesOf(destination: unknown): readonly SecretReference[] {
  const settings = isObject(destination) ? destination['settings'] : undefined;
  return Object.entries(isObject(settings) ? settings : {}).flatMap(([setting, value]) =>
    typeof value === 'string' && /^(ssm|env):/.test(value) ? [{ setting, reference: value }] : [],
  );
}

function inventValue(destination: unknown, setting: string): string {
  const channel = textAt(destination, 'channel');
  const random = randomBytes(24).toString('hex');
  if (setting === 'url') {
    return channel === 'slack-webhook'
      ? `https://hooks.slack.com/services/T00000000/B00000000/${random.slice(0, 24)}`
      : `https://hooks.example.com/${random}`;
  }
  if (setting === 'secret') return `whsec_${randomBytes(24).toString('base64')}`;
  return channel === 'slack-app' ? `xoxb-0000000000-${random}` : random;
}

const withPrefix = (
  values: Readonly<Record<string, string>>,
  prefix: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([reference, value]) =>
      reference.startsWith(prefix) ? [[reference.slice(prefix.length), value]] : [],
    ),
  );
