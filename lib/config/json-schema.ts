/** The JSON Schema of `rolecall.yml`, for editors: made from the definitions that the decoder uses. */
import { writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { isObject, type JsonObject, listAt } from '../kernel/json.ts';
import { CHANNEL_NAMES, channelSettingsOf } from './channel-settings.ts';
import { configurationSchema } from './configuration-schema.ts';

/** The schema as an object, in draft 2020-12. */
export const configurationJsonSchema = (): JsonObject => {
  const schema = toJsonSchema(configurationSchema);
  const properties = childAt(schema, 'properties');
  const destinations = childAt(properties, 'destinations');
  const base = childAt(destinations, 'items');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'rolecall.yml',
    description: 'Which role entries are announced, by whom they are owned and where they are announced.',
    ...schema,
    properties: {
      ...properties,
      destinations: {
        ...destinations,
        items: { oneOf: CHANNEL_NAMES.map((name) => destinationOf(name, base)) },
      },
    },
  };
};

/** The text of `rolecall.schema.json`. */
export const schemaText = (): string => `${JSON.stringify(configurationJsonSchema(), undefined, 2)}\n`;

/** Writes the schema to a file. */
export const writeSchema = (file: string): Promise<void> => writeFile(file, schemaText());

const destinationOf = (channel: string, base: JsonObject): JsonObject => {
  const settings = toJsonSchema(channelSettingsOf(channel)?.schema ?? z.strictObject({}));
  const described = childAt(base, 'properties');
  return {
    type: 'object',
    title: channel,
    properties: {
      id: described.id,
      channel: { const: channel, description: childAt(described, 'channel').description },
      ...childAt(settings, 'properties'),
    },
    required: ['id', 'channel', ...listAt(settings, 'required')],
    additionalProperties: false,
  };
};

/** The version is named once, at the top. */
const toJsonSchema = (schema: z.ZodMiniType): JsonObject =>
  Object.fromEntries(
    Object.entries(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).filter(
      ([key]) => key !== '$schema',
    ),
  );

const childAt = (parent: JsonObject, key: string): JsonObject => {
  const child = parent[key];
  return isObject(child) ? child : {};
};
