/** The channels by name, and what each of them calls a setting. The schemas are the channels' own. */
import * as z from 'zod/mini';
import { CHANNEL_SETTINGS } from '../channels/index.ts';

const SCHEMAS: Readonly<Record<string, z.ZodMiniObject>> = CHANNEL_SETTINGS;

export const CHANNEL_NAMES: readonly string[] = Object.keys(SCHEMAS);

export interface ChannelSettings {
  readonly schema: z.ZodMiniObject;
  /** Names of the settings that hold a reference to a secret. */
  readonly secrets: readonly string[];
}

/** The settings of a channel; `undefined` when there is no channel of that name. */
export const channelSettingsOf = (channel: string): ChannelSettings | undefined => {
  const schema = Object.hasOwn(SCHEMAS, channel) ? SCHEMAS[channel] : undefined;
  return schema && { schema, secrets: Object.keys(schema.shape).filter((key) => isReference(schema, key)) };
};

/** Recognised by what it accepts, so that no channel has to be named here a second time. */
const isReference = (schema: z.ZodMiniObject, key: string): boolean => {
  const accepts = (text: string): boolean => {
    const setting = schema.shape[key];
    return setting !== undefined && z.safeParse(setting as z.ZodMiniType, text).success;
  };
  return accepts('ssm:/rolecall/name') && accepts('env:ROLECALL_NAME') && !accepts('rolecall');
};
