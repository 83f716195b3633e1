/**
 * Slack's mrkdwn as Slack reads it: what stands between < and > comes alive. Slack takes such text without a word,
 * so the fake takes it too and says what came alive.
 * https://docs.slack.dev/messaging/formatting-message-text
 */

export type MrkdwnToken =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'mention'; readonly target: string; readonly label: string }
  | { readonly type: 'channel'; readonly label: string }
  | { readonly type: 'date'; readonly label: string }
  | { readonly type: 'link'; readonly url: string; readonly label: string; readonly auto: boolean };

export interface MrkdwnOptions {
  /** `verbatim: true`: addresses written out are left alone. */
  readonly verbatim?: boolean;
  /** `link_names` or `parse: full`: @channel written out rings too. */
  readonly linkNames?: boolean;
}

/** Splits a text into plain pieces and pieces that came alive. */
export function parseMrkdwn(text: string, options: MrkdwnOptions = {}): readonly MrkdwnToken[] {
  const tokens: MrkdwnToken[] = [];
  let from = 0;
  for (const match of text.matchAll(/<([^<>\n]+)>/g)) {
    const token = angleToken(match[1] ?? '');
    if (!token) continue;
    tokens.push(...plainTokens(text.slice(from, match.index), options), token);
    from = match.index + match[0].length;
  }
  return [...tokens, ...plainTokens(text.slice(from), options)];
}

function angleToken(inside: string): MrkdwnToken | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decodeEntities(inside.slice(bar + 1));
  if (target.startsWith('@')) return { type: 'mention', target, label: label ?? target };
  if (target.startsWith('#')) return { type: 'channel', label: `#${label ?? target.slice(1)}` };
  if (target.startsWith('!date^')) return { type: 'date', label: label ?? target };
  if (target.startsWith('!')) return { type: 'mention', target, label: label ?? `@${target.slice(1)}` };
  // Slack makes a link of anything else that looks like an address, with or without a scheme.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target) && !target.includes('.')) return undefined;
  const url = decodeEntities(target);
  return { type: 'link', url, label: label ?? url, auto: false };
}

function plainTokens(text: string, options: MrkdwnOptions): readonly MrkdwnToken[] {
  const patterns = [
    ...(options.verbatim === true ? [] : ['https?:\\/\\/[^\\s<>|`*]+']),
    ...(options.linkNames === true ? ['@(?:channel|here|everyone)\\b'] : []),
  ];
  if (patterns.length === 0) return text === '' ? [] : [{ type: 'text', text: decodeEntities(text) }];
  const tokens: MrkdwnToken[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(patterns.join('|'), 'gi'))) {
    if (match.index > from)
      tokens.push({ type: 'text', text: decodeEntities(text.slice(from, match.index)) });
    const found = decodeEntities(match[0]);
    tokens.push(
      found.startsWith('@')
        ? { type: 'mention', target: `!${found.slice(1)}`, label: found }
        : { type: 'link', url: found, label: found, auto: true },
    );
    from = match.index + match[0].length;
  }
  if (from < text.length) tokens.push({ type: 'text', text: decodeEntities(text.slice(from)) });
  return tokens;
}

/** Slack knows three escapes and no others. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
