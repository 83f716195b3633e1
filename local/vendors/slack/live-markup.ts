/** Everything in a Slack message a person could click or be rung by, wherever it hides. */
import { isObject, listAt, textAt, type JsonObject } from '../json.ts';
import type { LiveMarkup } from '../kept-message.ts';
import { parseMrkdwn, type MrkdwnOptions } from './mrkdwn.ts';

/** Mentions and links of a message, in reading order. */
export function slackLiveMarkup(payload: JsonObject): readonly LiveMarkup[] {
  const options = { linkNames: payload['link_names'] === true || payload['parse'] === 'full' };
  return [
    ...inText(payload['text'], options),
    ...inBlocks(payload['blocks'], options, 0),
    ...(listAt(payload, 'attachments') ?? []).flatMap((item) => inAttachment(item, options)),
  ];
}

function inText(text: unknown, options: MrkdwnOptions): readonly LiveMarkup[] {
  if (typeof text !== 'string') return [];
  return parseMrkdwn(text, options).flatMap((token): readonly LiveMarkup[] => {
    if (token.type === 'mention') return [{ kind: 'mention', target: token.target }];
    if (token.type === 'link') return [{ kind: token.auto ? 'auto-link' : 'link', target: token.url }];
    return [];
  });
}

function inAttachment(item: unknown, options: MrkdwnOptions): readonly LiveMarkup[] {
  if (!isObject(item)) return [];
  const link = textAt(item, 'title_link');
  const fields = (listAt(item, 'fields') ?? []).flatMap((field) =>
    isObject(field) ? inText(field['value'], options) : [],
  );
  return [
    ...['pretext', 'text', 'title', 'footer'].flatMap((key) => inText(item[key], options)),
    ...(link === undefined ? [] : [{ kind: 'link', target: link } as const]),
    ...fields,
    ...inBlocks(item['blocks'], options, 0),
  ];
}

function inBlocks(value: unknown, options: MrkdwnOptions, depth: number): readonly LiveMarkup[] {
  if (depth > 30) return [];
  if (Array.isArray(value)) return value.flatMap((item) => inBlocks(item, options, depth + 1));
  if (!isObject(value)) return [];
  const own = inElement(value, options);
  if (own) return own;
  return ['text', 'fields', 'elements', 'accessory', 'title'].flatMap((key) =>
    inBlocks(value[key], options, depth + 1),
  );
}

/** The pieces that are alive by themselves; undefined: look inside. */
function inElement(value: JsonObject, options: MrkdwnOptions): readonly LiveMarkup[] | undefined {
  const url = textAt(value, 'url');
  switch (value['type']) {
    case 'plain_text':
      return [];
    case 'mrkdwn':
      return inText(value['text'], { ...options, verbatim: value['verbatim'] === true });
    case 'markdown':
      return [...inText(value['text'], options), ...markdownLinks(textAt(value, 'text') ?? '')];
    case 'button':
    case 'link':
      return url === undefined ? [] : [{ kind: 'link', target: url }];
    case 'user':
      return [{ kind: 'mention', target: `@${textAt(value, 'user_id') ?? ''}` }];
    case 'usergroup':
      return [{ kind: 'mention', target: `!subteam^${textAt(value, 'usergroup_id') ?? ''}` }];
    case 'broadcast':
      return [{ kind: 'mention', target: `!${textAt(value, 'range') ?? ''}` }];
    default:
      return undefined;
  }
}

function markdownLinks(text: string): readonly LiveMarkup[] {
  return [...text.matchAll(/\]\(([^)\s]+)/g)].map((match) => ({ kind: 'link', target: match[1] ?? '' }));
}
