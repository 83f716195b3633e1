/** What Slack refuses in a whole message, and what of a message is kept. */
import { isObject, listAt, textAt, type JsonObject } from '../json.ts';
import { blockProblems } from './block-rules.ts';
import { slackLimits } from './limits.ts';

export interface SlackRefusal {
  readonly error: string;
  readonly messages: readonly string[];
}

/** The error Slack would answer, or undefined. The whole-message cap counts the blocks as they are sent. */
export function messageRefusal(payload: JsonObject): SlackRefusal | undefined {
  const text = payload['text'];
  const blocks = payload['blocks'];
  const attachments = payload['attachments'];
  if (text !== undefined && typeof text !== 'string') return refusal('invalid_arguments');
  if (attachments !== undefined && !Array.isArray(attachments)) return refusal('invalid_attachments');
  if (!text && empty(blocks) && empty(attachments)) return refusal('no_text');
  if (text !== undefined && text.length > slackLimits.text) return refusal('msg_too_long');
  if ((listAt(payload, 'attachments') ?? []).length > slackLimits.attachments)
    return refusal('too_many_attachments');
  const nested = (listAt(payload, 'attachments') ?? []).map((item) =>
    isObject(item) ? item['blocks'] : undefined,
  );
  const problems = [
    ...(blocks === undefined ? [] : blockProblems(blocks)),
    ...nested.flatMap((item, index) =>
      item === undefined ? [] : blockProblems(item, `/attachments/${String(index)}/blocks`),
    ),
  ];
  if (problems.length > 0) return refusal('invalid_blocks', problems);
  const size = [blocks, ...nested].reduce<number>((sum, list) => sum + sizeOf(list), 0);
  return size > slackLimits.wholeMessage ? refusal('msg_blocks_too_long') : undefined;
}

function refusal(error: string, messages: readonly string[] = []): SlackRefusal {
  return { error, messages };
}

function empty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0;
}

function sizeOf(list: unknown): number {
  return list === undefined ? 0 : JSON.stringify(list).length;
}

const keptFields = [
  'text',
  'blocks',
  'attachments',
  'metadata',
  'username',
  'icon_emoji',
  'mrkdwn',
  'link_names',
  'parse',
];

/** The fields of a message that are kept: never a token. */
export function keptMessageBody(payload: JsonObject): JsonObject {
  return Object.fromEntries(
    keptFields.flatMap((field) => (payload[field] === undefined ? [] : [[field, payload[field]]])),
  );
}

/** The first words a person would see. */
export function messageSummary(payload: JsonObject): string {
  const words =
    textAt(payload, 'text') ?? firstText(payload['blocks']) ?? firstText(payload['attachments']) ?? '';
  return words.replace(/\s+/g, ' ').slice(0, 160);
}

function firstText(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    for (const item of list) {
      const found = firstText(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const text = value['text'];
  return typeof text === 'string'
    ? text
    : (firstText(text) ?? firstText(value['elements']) ?? firstText(value['blocks']));
}
