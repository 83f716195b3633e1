import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { fromJSONSchema } from 'zod';
import type { JSONSchema } from 'zod/v4/core';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { configurationJsonSchema, schemaText, writeSchema } from '../../lib/config/json-schema.ts';
import { isObject } from '../../lib/kernel/json.ts';
import { edited, SAMPLE } from './sample-configuration.ts';

const project = join(__dirname, '..', '..');
const schemaFile = join(project, 'rolecall.schema.json');
const example = readFileSync(join(project, 'rolecall.yml'), 'utf8');

describe('rolecall.schema.json', () => {
  it('is up to date (ROLECALL_WRITE_SCHEMA=1 npx jest json-schema writes it)', async () => {
    if (process.env.ROLECALL_WRITE_SCHEMA === '1') await writeSchema(schemaFile);
    expect(readFileSync(schemaFile, 'utf8')).toBe(schemaText());
  });

  const undescribed = (schema: unknown, path: string): readonly string[] => {
    if (Array.isArray(schema))
      return schema.flatMap((item, index) => undescribed(item, `${path}[${String(index)}]`));
    if (!isObject(schema)) return [];
    const properties = isObject(schema.properties) ? schema.properties : {};
    return [
      ...Object.entries(properties).flatMap(([key, field]) =>
        isObject(field) && typeof field.description === 'string' ? [] : [`${path}.${key}`],
      ),
      ...Object.entries(schema).flatMap(([key, field]) => undescribed(field, `${path}.${key}`)),
    ];
  };

  it('describes every field', () => {
    expect(undescribed(configurationJsonSchema(), '')).toEqual([]);
  });

  const schemaToTest = JSON.parse(schemaText()) as JSONSchema.BaseSchema;

  const accepts = (text: string): boolean =>
    fromJSONSchema(schemaToTest).safeParse(load(text, { schema: CORE_SCHEMA })).success;

  it('accepts the example and the sample', () => {
    expect(accepts(example)).toBe(true);
    expect(accepts(SAMPLE)).toBe(true);
  });

  it.each([
    ['an unquoted account number', "'777788889999'", '777788889999'],
    ['an unknown key', 'retentionDays: 400', 'colour: red'],
    ['an unknown channel', 'channel: jira, site', 'channel: jirra, site'],
    ['a setting of another channel', 'channelId: C0123456789', 'channelId: C0123456789, project: OPS'],
    ['a secret in clear', 'ssm:/rolecall/jira-token', 'hunter2'],
    ['a missing setting', 'project: OPS, ', ''],
  ])('refuses %s', (_, from, to) => {
    expect(accepts(edited(from, to))).toBe(false);
  });
});

describe('the example rolecall.yml', () => {
  it('can be deployed as it stands, without a warning', () => {
    expect(decodeConfiguration(example, { allowEnvSecrets: false })).toMatchObject({
      ok: true,
      value: { warnings: [] },
    });
  });

  it('shows nothing in its comments that would be a mistake', () => {
    const shown =
      /^( *)# ((?:regions|services|workingHours|partner|principals|observations|organization|deployers|ownSubjects|canary): *|  - \{ id)/gm;
    expect(example.match(shown)).toHaveLength(11);
    const decoded = decodeConfiguration(example.replace(shown, '$1$2'), { allowEnvSecrets: false });
    expect(decoded).toMatchObject({ ok: true, value: { warnings: [] } });
  });

  it('shows every channel', () => {
    const decoded = decodeConfiguration(example, { allowEnvSecrets: false });
    const channels = decoded.ok ? decoded.value.policy.destinations.map(({ channel }) => channel) : [];
    expect(new Set(channels)).toEqual(
      new Set(['sns', 'slack-webhook', 'slack-app', 'jira', 'ops-center', 'webhook']),
    );
  });
});
